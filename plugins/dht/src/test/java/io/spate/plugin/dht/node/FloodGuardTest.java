package io.spate.plugin.dht.node;

import static io.spate.plugin.dht.Addresses.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
    private static final InetSocketAddress SOURCE = at("192.0.2.1:6881");

    private final FloodGuard guard = new FloodGuard(5, Duration.ofMinutes(5));

    @Test
    void letsASteadySourceAsk() {
        for (int i = 0; i < 1000; i++) {
            assertThat(guard.check(SOURCE, i * 250L)).isEqualTo(FloodGuard.Verdict.ADMITTED);
        }
    }

    @Test
    void blocksAnAddressWithAllItsPorts() {
        for (int i = 0; i < 50; i++) {
            assertThat(guard.check(at("192.0.2.1:" + (1000 + i)), 0)).isEqualTo(FloodGuard.Verdict.ADMITTED);
        }
        assertThat(guard.check(SOURCE, 0)).isEqualTo(FloodGuard.Verdict.BLOCKED_NOW);
        assertThat(guard.check(SOURCE, 299_999)).isEqualTo(FloodGuard.Verdict.BLOCKED);
        assertThat(guard.check(SOURCE, 300_000)).isEqualTo(FloodGuard.Verdict.ADMITTED);
    }

    @Test
    void takesANetworkOfIpv6ForOneSource() {
        for (int i = 0; i < 50; i++) {
            guard.check(at("[2001:db8::" + Integer.toHexString(i + 1) + "]:6881"), 0);
        }
        assertThat(guard.check(at("[2001:db8::ffff]:6881"), 0)).isEqualTo(FloodGuard.Verdict.BLOCKED_NOW);
        assertThat(guard.check(at("[2001:db8:0:1::1]:6881"), 0)).isEqualTo(FloodGuard.Verdict.ADMITTED);
    }

    @Test
    void tellsNodesOnLoopbackApart() {
        for (int i = 0; i < 60; i++) {
            guard.check(at("127.0.0.1:1000"), 0);
        }
        assertThat(guard.check(at("127.0.0.1:1001"), 0)).isEqualTo(FloodGuard.Verdict.ADMITTED);
    }
}
