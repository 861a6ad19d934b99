package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.net.ConnectRequest;
import io.spate.api.net.DatagramService;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.Multicast;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.spate.kernel.extension.Guard;
import io.spate.testkit.FakeDatagrams;
import io.spate.testkit.LinkPair;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnedNetworkTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final InetSocketAddress REMOTE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

    private final Guard guard = TestGuards.guard();
    private final Pending pending = new Pending(guard);
    private final FakeNetwork kernel = new FakeNetwork();
    private final OwnedNetwork network = new OwnedNetwork(kernel, guard, pending);
    private final List<String> log = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final LinkPair pair = new LinkPair(time, 100, 1);

    @Test
    void clientsAreClosedWithThePlugin() {
        network.httpClient(new HttpClientOptions());
        close();

        assertThat(kernel.calls).containsExactly("close");
    }

    @Test
    void thereAreNoClientsAfterTheClose() {
        close();

        assertThatThrownBy(() -> network.httpClient(new HttpClientOptions()))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED))
                .hasMessage("plugin dht is stopped");
    }

    @Test
    void aMulticastGroupIsLeftWithThePlugin() {
        Future<Multicast> joined = network.multicast(REMOTE, this::onMulticast);
        kernel.joining.complete(new RecordingGroup());
        joined.result().send(Unpooled.buffer());
        kernel.member.onDatagram(REMOTE, Unpooled.buffer());
        close();
        joined.result().send(Unpooled.buffer());
        kernel.member.onDatagram(REMOTE, Unpooled.buffer());

        assertThat(log).containsExactly("sent", "heard", "left");
    }

    @Test
    void aMulticastGroupThatIsOnlyBeingJoinedIsLeftToo() {
        network.multicast(REMOTE, this::onMulticast);
        close();
        kernel.joining.complete(new RecordingGroup());

        assertThat(log).containsExactly("left");
        assertThat(network.multicast(REMOTE, this::onMulticast).failed()).isTrue();
    }

    private void onMulticast(InetSocketAddress remote, ByteBuf payload) {
        payload.release();
        log.add("heard");
    }

    private final class RecordingGroup implements Multicast {
        @Override
        public void send(ByteBuf payload) {
            payload.release();
            log.add("sent");
        }

        @Override
        public void close() {
            log.add("left");
        }
    }

    @Test
    void aConnectionIsClosedWithThePluginWhichHearsNoMoreOfIt() {
        PeerLink connected = connect();
        connected.receiver(new RecordingReceiver(() -> {}));
        pair.accepting().write(payload());
        pair.accepting().flush();
        connected.reading(true);
        time.runReady();
        close();
        time.runReady();

        assertThat(log).containsExactly("bytes");
        assertThat(pair.dialling().isClosed()).isTrue();
    }

    @Test
    void aConnectionThatIsOnlyMadeAfterTheCloseIsClosed() {
        Future<PeerLink> connecting = network.connect(request());
        close();
        kernel.connecting.complete(pair.dialling());

        assertThat(connecting.cause()).hasMessage("plugin dht is stopped");
        assertThat(pair.dialling().isClosed()).isTrue();
        assertThat(network.connect(request()).cause()).hasMessage("plugin dht is stopped");
    }

    @Test
    void whatAReceiverThrowsEndsItsConnectionAndIsAFault() {
        PeerLink connected = connect();
        connected.receiver(new RecordingReceiver(() -> {
            throw new IllegalStateException("for a test");
        }));
        pair.accepting().write(payload());
        pair.accepting().flush();
        connected.reading(true);
        time.runReady();

        assertThat(log).containsExactly("bytes", "closed");
        assertThat(guard.faultCount()).isEqualTo(1);
    }

    private PeerLink connect() {
        Future<PeerLink> connecting = network.connect(request());
        kernel.connecting.complete(pair.dialling());
        return connecting.result();
    }

    private ConnectRequest request() {
        return new ConnectRequest(REMOTE, time.loop(), Duration.ofSeconds(1), Optional.empty());
    }

    private final class RecordingReceiver implements LinkReceiver {
        private final Runnable onBytes;

        private RecordingReceiver(Runnable onBytes) {
            this.onBytes = onBytes;
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            bytes.release();
            log.add("bytes");
            onBytes.run();
        }

        @Override
        public void onClosed(String why) {
            log.add("closed");
        }
    }

    @Test
    void anAnswerThatIsWaitedForFailsAtTheClose() {
        Future<List<InetAddress>> answer = network.resolve("example.org");
        answer.onComplete(
                done -> log.add(done.succeeded() ? "answered" : done.cause().getMessage()));
        close();
        kernel.answer.complete(List.of());

        assertThat(log).containsExactly("plugin dht is stopped");
    }

    @Test
    void anAnswerPasses() {
        Future<List<InetAddress>> answer = network.resolve("example.org");
        kernel.answer.complete(List.of(InetAddress.getLoopbackAddress()));

        assertThat(answer.result()).containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void whatAHandlerThrowsReachesNeitherWhoAnswersNorTheNextHandler() {
        Future<List<InetAddress>> answer = network.resolve("example.org");
        answer.onComplete(done -> {
            throw new IllegalStateException("for a test");
        });
        answer.onComplete(done -> log.add("answered"));
        kernel.answer.complete(List.of());

        assertThat(log).containsExactly("answered");
    }

    @Test
    void nothingIsResolvedAfterTheClose() {
        close();

        assertThat(network.resolve("example.org").cause()).hasMessage("plugin dht is stopped");
    }

    @Test
    void datagramsReachTheClaimantUntilTheClose() {
        network.datagrams().claim("dht", 1, claimant(payload -> log.add("got " + payload.readByte())));

        assertThat(deliver()).isTrue();
        close();
        assertThat(deliver()).isFalse();
        assertThat(log).containsExactly("got 7");
    }

    @Test
    void aClaimCanBeGivenBack() {
        DatagramService.Claim claim =
                network.datagrams().claim("dht", 1, claimant(payload -> log.add("got " + payload.readByte())));
        claim.close();

        assertThat(deliver()).isFalse();
    }

    @Test
    void whatAClaimantThrowsIsAFaultAndReachesNobody() {
        network.datagrams().claim("dht", 1, claimant(payload -> {
            throw new IllegalStateException("for a test");
        }));

        assertThat(deliver()).isTrue();
        assertThat(guard.faultCount()).isEqualTo(1);
    }

    @Test
    void whatIsSentAfterTheCloseIsDroppedAndReleased() {
        network.datagrams().send(LOCAL, REMOTE, payload());
        close();
        ByteBuf late = payload();
        network.datagrams().send(LOCAL, REMOTE, late);

        assertThat(kernel.datagrams.takeSent()).hasSize(1);
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void thereAreNoClaimsAfterTheClose() {
        close();

        assertThatThrownBy(() -> network.datagrams().claim("dht", 1, claimant(payload -> {})))
                .hasMessage("plugin dht is stopped");
    }

    private void close() {
        pending.close();
        assertThat(network.close().succeeded()).isTrue();
    }

    private boolean deliver() {
        return kernel.datagrams.deliver(LOCAL, REMOTE, new byte[] {7});
    }

    private static ByteBuf payload() {
        return Unpooled.copiedBuffer(new byte[] {7});
    }

    private static DatagramService.Claimant claimant(Consumer<ByteBuf> onDatagram) {
        return new DatagramService.Claimant() {
            @Override
            public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
                return true;
            }

            @Override
            public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
                try {
                    onDatagram.accept(payload);
                } finally {
                    payload.release();
                }
            }
        };
    }

    private static final class FakeNetwork implements Network {
        private final FakeDatagrams datagrams = new FakeDatagrams(List.of(LOCAL));
        private final List<String> calls = new ArrayList<>();
        private final Promise<List<InetAddress>> answer = Promise.promise();
        private final Promise<Multicast> joining = Promise.promise();
        private final Promise<PeerLink> connecting = Promise.promise();
        private Multicast.Receiver member;

        @Override
        public HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool) {
            return (HttpClientAgent) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {HttpClientAgent.class},
                    (client, method, arguments) -> {
                        calls.add(method.getName());
                        return Future.succeededFuture();
                    });
        }

        @Override
        public Future<PeerLink> connect(ConnectRequest request) {
            return connecting.future();
        }

        @Override
        public Future<List<InetAddress>> resolve(String host) {
            return answer.future();
        }

        @Override
        public DatagramService datagrams() {
            return datagrams;
        }

        @Override
        public Future<Multicast> multicast(InetSocketAddress group, Multicast.Receiver receiver) {
            member = receiver;
            return joining.future();
        }

        @Override
        public List<InetSocketAddress> listenAddresses() {
            return List.of(LOCAL);
        }
    }
}
