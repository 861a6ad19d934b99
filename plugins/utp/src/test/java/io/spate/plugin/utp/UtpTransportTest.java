package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.net.DatagramService;
import io.spate.api.net.DialRequest;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.testkit.FakeTorrent;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UtpTransportTest {
    private static final InetSocketAddress FAR = new InetSocketAddress("10.0.0.1", 6881);
    private static final InetSocketAddress NEAR = new InetSocketAddress("10.0.0.2", 6882);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private final UtpFixture fixture = new UtpFixture(Duration.ofMillis(5), 0);

    private final List<PeerLink> accepted = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void aPluginThatStopsTellsTheOtherEndsAtOnce() {
        UtpTransport far = fixture.transport(FAR);
        UtpTransport near = fixture.transport(NEAR);
        far.listen(FAR, accepted::add);
        PeerLink link = dial(near, FAR);
        listenTo(link);
        write(link);
        listenTo(accepted.get(0));

        fixture.stop(near);
        fixture.time().advance(SECOND.multipliedBy(2));

        assertThat(closed).containsExactlyInAnyOrder("uTP is stopped", "connection reset by peer");
        assertThat(far.openLinks()).isZero();
        assertThat(near.openLinks()).isZero();
    }

    @Test
    void aPluginThatStopsInTheMiddleOfABatchKeepsNothingOfIt() {
        SimulatedDatagrams socket = fixture.socket(FAR);
        UtpTransport far = fixture.transport(socket, "");
        far.listen(FAR, accepted::add);
        socket.arrive(NEAR, syn(77));
        fixture.time().runReady();

        fixture.time().timers().loop().execute(() -> {
            socket.arrive(NEAR, syn(77));
            far.close();
        });
        fixture.time().runReady();

        assertThat(far.openLinks()).isZero();
        fixture.assertNothingIsLeft();
    }

    @Test
    void aFloodOfSynsIsIgnoredBeyondTheLimitAndForgotten() {
        SimulatedDatagrams socket = fixture.socket(FAR);
        UtpTransport far = fixture.transport(socket, "spate.plugins.utp.max-half-open = 10");
        far.listen(FAR, accepted::add);

        for (int i = 0; i < 1000; i++) {
            socket.arrive(new InetSocketAddress("10.9." + i / 250 + "." + i % 250, 1000 + i), syn(i));
        }
        fixture.time().runReady();
        assertThat(far.openLinks()).isEqualTo(10);
        fixture.time().advance(SECOND.multipliedBy(4));

        assertThat(far.openLinks()).isZero();
        assertThat(accepted).isEmpty();
        UtpTransport near = fixture.transport(NEAR);
        write(dial(near, FAR));
        assertThat(accepted).hasSize(1);
    }

    @Test
    void theSameSynAgainMakesNoSecondLink() {
        SimulatedDatagrams socket = fixture.socket(FAR);
        UtpTransport far = fixture.transport(socket, "");
        far.listen(FAR, accepted::add);

        for (int i = 0; i < 5; i++) {
            socket.arrive(NEAR, syn(77));
            fixture.time().runReady();
        }

        assertThat(far.openLinks()).isOne();
    }

    @Test
    void bothMayDialEachOtherAtOnce() {
        UtpTransport far = fixture.transport(FAR);
        UtpTransport near = fixture.transport(NEAR);
        far.listen(FAR, accepted::add);
        near.listen(NEAR, accepted::add);

        List<Future<PeerLink>> dialled = new ArrayList<>();
        fixture.time().loop().execute(() -> {
            dialled.add(near.dial(request(FAR)));
            dialled.add(far.dial(request(NEAR)));
        });
        fixture.time().advance(SECOND);
        dialled.forEach(link -> write(link.result()));

        assertThat(dialled).allMatch(Future::succeeded);
        assertThat(accepted).hasSize(2);
    }

    @Test
    void packetsOfConnectionsThatAreNotThereAreNotAnswered() {
        SimulatedDatagrams socket = fixture.socket(FAR);
        UtpTransport far = fixture.transport(socket, "");
        far.listen(FAR, accepted::add);
        List<byte[]> answers = new ArrayList<>();
        SimulatedDatagrams prober = fixture.socket(NEAR);
        prober.claim("prober", 1, new Recorder(answers));

        for (PacketType type : PacketType.values()) {
            if (type != PacketType.SYN) {
                socket.arrive(NEAR, packet(type, 5));
            }
        }
        fixture.time().advance(SECOND);

        assertThat(answers).isEmpty();
        assertThat(far.openLinks()).isZero();
    }

    @Test
    void listensOnlyWhereThereIsASocket() {
        UtpTransport far = fixture.transport(FAR);

        assertThat(far.listen(NEAR, accepted::add).cause()).hasMessage("there is no UDP socket at this address");
        assertThat(far.canDial(PeerAddress.of(new InetSocketAddress("2001:db8::1", 5))))
                .isFalse();
    }

    private PeerLink dial(UtpTransport from, InetSocketAddress to) {
        List<Future<PeerLink>> dialled = new ArrayList<>();
        fixture.time().loop().execute(() -> dialled.add(from.dial(request(to))));
        fixture.time().advance(SECOND);
        return dialled.get(0).result();
    }

    private DialRequest request(InetSocketAddress to) {
        return new DialRequest(
                FakeTorrent.ofSeed(1), PeerAddress.of(to), fixture.time().loop(), Optional.empty(), SECOND, Set.of());
    }

    private void write(PeerLink link) {
        link.loop().execute(() -> {
            link.write(Unpooled.copiedBuffer(new byte[] {1}));
            link.flush();
        });
        fixture.time().advance(SECOND);
    }

    private void listenTo(PeerLink link) {
        link.loop()
                .execute(() -> link.receiver(new LinkReceiver() {
                    @Override
                    public void onBytes(ByteBuf bytes) {
                        bytes.release();
                    }

                    @Override
                    public void onClosed(String why) {
                        closed.add(why);
                    }
                }));
        fixture.time().runReady();
    }

    private static byte[] syn(int id) {
        return packet(PacketType.SYN, id);
    }

    private static byte[] packet(PacketType type, int id) {
        ByteBuf out = Unpooled.buffer();
        PacketWriter.writeHeader(out, type, 0, id, 1, 0, 0, 1, 0);
        return ByteBufUtil.getBytes(out);
    }

    /** Keeps what comes to a socket. */
    private record Recorder(List<byte[]> datagrams) implements DatagramService.Claimant {
        @Override
        public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
            return true;
        }

        @Override
        public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
            datagrams.add(ByteBufUtil.getBytes(payload));
            payload.release();
        }
    }
}
