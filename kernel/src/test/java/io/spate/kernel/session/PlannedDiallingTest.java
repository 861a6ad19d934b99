package io.spate.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.api.peer.FoundPeer;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.net.SourceAddresses;
import io.spate.kernel.peer.Dialled;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.peer.FakeLink;
import io.spate.kernel.upgrade.Upgrades;
import io.spate.kernel.upgrade.XorUpgrade;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.ReservedBits;
import io.spate.testkit.FakeSession;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.LoopbackNetwork;
import io.spate.testkit.RecordingAlerts;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannedDiallingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final PeerAddress PEER = new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881);

    private final VirtualTime time = new VirtualTime();
    private final Extensions extensions = new Extensions();
    private final Upgrades upgrades = new Upgrades();
    private final XorUpgrade xor = new XorUpgrade();
    private final LoopbackNetwork network = new LoopbackNetwork(new FakeSession());
    private final Transports transports =
            new Transports(List.of("tcp"), extensions, SourceAddresses.ANY, network, upgrades, SECOND);
    private final FakeTorrent torrent = FakeTorrent.ofSeed(1);
    private final Handshake ours =
            new Handshake(ReservedBits.of(), torrent.infoHashes().best(), PeerId.random("-XX0000-", new Random(1)));
    private FakeLink link;
    private boolean reachable = true;
    private Future<PeerLink> answers;

    @BeforeEach
    void register() {
        extensions.listen(ConnectionUpgrade.class, upgrades);
        Guards guards = VirtualGuards.in(time, new RecordingAlerts());
        extensions.register(guards.ofKernel(), xor);
        extensions.register(guards.ofKernel(), new Transport());
    }

    @AfterEach
    void closeTheNetwork() {
        network.close();
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void dialsPlainWhenNoUpgradeHasAPlan() {
        Dialling dialling = dial();
        Dialled dialled = next(dialling).result();

        assertThat(dialled.link()).isSameAs(link);
        assertThat(dialled.greeted()).isFalse();
        assertThat(dialling.hasNext()).isFalse();
        assertThat(dialling.onFailed("closed")).isEqualTo("closed");
        assertThat(xor.outcomes).isEmpty();
    }

    @Test
    void goesTheWaysOfThePlanAndTellsWhatBecameOfThem() {
        xor.plan = List.of(DialWay.UPGRADED, DialWay.PLAIN);
        Dialling dialling = dial();
        Dialled upgraded = next(dialling).result();
        ByteBuf sent = link.take();
        assertThat(upgraded.greeted()).isTrue();
        assertThat(sent).isEqualTo(XorUpgrade.begin(ours.infoHash(), greeting()));
        sent.release();
        assertThat(dialling.onFailed("closed")).isEqualTo("xor: closed");

        Dialled plain = next(dialling).result();
        assertThat(plain.link()).isSameAs(link);
        dialling.onReached();

        assertThat(dialling.hasNext()).isFalse();
        assertThat(xor.outcomes).containsExactly("UPGRADED false", "PLAIN true");
    }

    @Test
    void dialsNobodyPlainWhileThePluginThatMayForbidItFails() {
        xor.whenAsked = () -> {
            throw new IllegalStateException("planned");
        };
        Dialling dialling = dial();
        xor.whenAsked = () -> {};
        Dialled dialled = next(dialling).result();
        link.take().release();

        assertThat(dialled.greeted()).isTrue();
        assertThat(dialling.hasNext()).isFalse();
    }

    @Test
    void dialsNobodyWhileAPluginThatIsRequiredIsMissing() {
        upgrades.refuseAll(Optional.of("it is missing"));
        Dialling begunBefore = dial();
        upgrades.refuseAll(Optional.empty());
        Future<Dialled> dialled = next(begunBefore);
        assertThat(dialled.cause()).hasMessage("it is missing");
        assertThat(begunBefore.onFailed("it is missing")).isEqualTo("it is missing");

        Dialling begunMeanwhile = dial();
        upgrades.refuseAll(Optional.of("it is missing"));
        assertThat(next(begunMeanwhile).cause()).hasMessage("it is missing");
        assertThat(begunMeanwhile.hasNext()).isFalse();
        assertThat(link).isNull();
        assertThat(transports.refusal(PEER, false)).contains("it is missing");
    }

    @Test
    void goesNoOtherWayToAPeerThatCannotBeReached() {
        xor.plan = List.of(DialWay.PLAIN, DialWay.UPGRADED);
        reachable = false;
        Dialling dialling = dial();
        Future<Dialled> dialled = next(dialling);

        assertThat(dialled.failed()).isTrue();
        assertThat(dialling.hasNext()).isFalse();
        assertThat(dialling.onFailed(dialled.cause().getMessage())).isEqualTo("connection refused");
        assertThat(xor.outcomes).isEmpty();
    }

    @Test
    void waitsNoLongerForATransportThatNeverAnswers() {
        Promise<PeerLink> answer = Promise.promise();
        answers = answer.future();
        Future<Dialled> dialled = next(dial());
        time.advance(Duration.ofSeconds(5));
        assertThat(dialled.isComplete()).isFalse();

        time.advance(Duration.ofSeconds(2));
        assertThat(dialled.cause()).hasMessageContaining("does not answer");

        FakeLink late = new FakeLink(time.loop(), PEER, false);
        answer.complete(late);
        time.runReady();
        assertThat(late.isClosed()).isTrue();
    }

    private Dialling dial() {
        return transports.dial(torrent, FoundPeer.at(PEER), Optional.empty(), time.loop(), SECOND);
    }

    private Future<Dialled> next(Dialling dialling) {
        List<Future<Dialled>> results = new ArrayList<>();
        time.run(() -> results.add(dialling.next(ours)));
        return results.get(0);
    }

    private ByteBuf greeting() {
        ByteBuf bytes = Unpooled.buffer();
        ours.encode(bytes);
        assertThat(ByteBufUtil.getBytes(bytes)).hasSize(Handshake.LENGTH);
        return bytes;
    }

    private final class Transport implements PeerTransport {
        @Override
        public String name() {
            return "tcp";
        }

        @Override
        public boolean canDial(PeerAddress address) {
            return true;
        }

        @Override
        public Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted) {
            return Future.failedFuture("not here");
        }

        @Override
        public Future<PeerLink> dial(DialRequest request) {
            if (!reachable) {
                return Future.failedFuture("connection refused");
            }
            link = new FakeLink(request.loop(), request.address(), false);
            return answers == null ? Future.succeededFuture(link) : answers;
        }

        @Override
        public Future<Void> stopListening() {
            return Future.succeededFuture();
        }
    }
}
