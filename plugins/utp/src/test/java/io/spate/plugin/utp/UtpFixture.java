package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import io.spate.api.net.Network;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Transports on virtual time, and a net between them. Closing it stops the transports, and fails if a link or a buffer of theirs
 * is left.
 */
final class UtpFixture implements AutoCloseable {
    private final VirtualTime time = new VirtualTime();
    private final Loop otherLoop = time.newLoop();
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<UtpTransport> transports = new ArrayList<>();
    private final SimulatedDatagrams.Net net;

    UtpFixture(Duration delay, double loss) {
        time.advance(Duration.ofSeconds(1)); // a clock at 0 is one that no machine has
        net = new SimulatedDatagrams.Net(time.newLoop(), allocator, delay, loss);
    }

    VirtualTime time() {
        return time;
    }

    Loop otherLoop() {
        return otherLoop;
    }

    SimulatedDatagrams socket(InetSocketAddress local) {
        return new SimulatedDatagrams(net, local);
    }

    UtpTransport transport(InetSocketAddress local) {
        return transport(socket(local), "");
    }

    UtpTransport transport(DatagramService datagrams, String settings) {
        UtpTransport transport = new UtpTransport(
                new UtpSettings(FakePluginContext.settings("utp", settings)),
                new DatagramsAlone(datagrams),
                time.timers(),
                new Random(3),
                allocator);
        transports.add(transport);
        return transport;
    }

    /** On a thread of its own, as the kernel does: a transport waits until its links are told. */
    void stop(UtpTransport transport) {
        Promise<Void> stopped = Promise.promise();
        new Thread(() -> {
                    transport.close();
                    stopped.complete();
                })
                .start();
        time.await(stopped.future());
    }

    @Override
    public void close() {
        transports.forEach(this::stop);
        time.advance(Duration.ofSeconds(1)); // what is on its way arrives where nobody takes it
        assertThat(transports).allMatch(transport -> transport.openLinks() == 0);
        assertNothingIsLeft();
    }

    void assertNothingIsLeft() {
        LinkSimulation.assertNothingIsLeftOf(allocator);
    }

    /** A network that has UDP and nothing else. */
    private record DatagramsAlone(DatagramService datagrams) implements Network {
        @Override
        public HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool) {
            throw new UnsupportedOperationException("no HTTP here");
        }

        @Override
        public Future<List<InetAddress>> resolve(String host) {
            throw new UnsupportedOperationException("no names here");
        }

        @Override
        public List<InetSocketAddress> listenAddresses() {
            return datagrams.localAddresses();
        }
    }
}
