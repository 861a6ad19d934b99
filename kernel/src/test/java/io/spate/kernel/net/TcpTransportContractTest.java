package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Loop;
import io.spate.api.net.PeerTransport;
import io.spate.kernel.settings.CongestionSettings;
import io.spate.testkit.PeerTransportContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

class TcpTransportContractTest extends PeerTransportContract {
    private final VertxPlatform platform = new VertxPlatform(2, 1);
    private final TcpTransport transport = new TcpTransport(platform, new CongestionSettings("reno", ""));

    @AfterEach
    void close() {
        transport.stopListening();
        platform.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    protected PeerTransport listener() {
        return transport;
    }

    @Override
    protected PeerTransport dialler() {
        return transport;
    }

    @Override
    protected InetSocketAddress listenAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    protected InetSocketAddress nobody() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    protected Loop loop() {
        return platform.loops().get(0);
    }

    @Override
    protected Loop otherLoop() {
        return platform.loops().get(1);
    }

    @Override
    protected void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + patience().toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
