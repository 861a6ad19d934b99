package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Loop;
import io.spate.api.net.PeerTransport;
import io.spate.testkit.PeerTransportContract;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;

/** In virtual time, over a net that loses some of what is sent. */
class UtpTransportContractTest extends PeerTransportContract {
    private static final InetSocketAddress FAR = new InetSocketAddress("10.0.0.1", 6881);
    private static final InetSocketAddress NEAR = new InetSocketAddress("10.0.0.2", 6882);

    @AutoClose
    private final UtpFixture fixture = new UtpFixture(Duration.ofMillis(5), 0.02);

    private final UtpTransport far = fixture.transport(FAR);
    private final UtpTransport near = fixture.transport(NEAR);

    @AfterEach
    void nothingIsLeft() {
        fixture.time().advance(Duration.ofSeconds(30));
        assertThat(far.openLinks()).isZero();
        assertThat(near.openLinks()).isZero();
        assertThat(fixture.time().pendingTimers()).isZero();
    }

    @Override
    protected PeerTransport listener() {
        return far;
    }

    @Override
    protected PeerTransport dialler() {
        return near;
    }

    @Override
    protected InetSocketAddress listenAddress() {
        return FAR;
    }

    @Override
    protected InetSocketAddress nobody() {
        return new InetSocketAddress("10.0.0.3", 6883);
    }

    @Override
    protected Loop loop() {
        return fixture.time().loop();
    }

    @Override
    protected Loop otherLoop() {
        return fixture.otherLoop();
    }

    @Override
    protected void await(String what, BooleanSupplier condition) {
        for (int i = 0; i < 100_000 && !condition.getAsBoolean(); i++) {
            fixture.time().advance(Duration.ofMillis(1));
        }
        assertThat(condition.getAsBoolean()).as("waited in vain: " + what).isTrue();
    }
}
