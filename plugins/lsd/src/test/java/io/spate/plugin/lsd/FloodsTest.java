package io.spate.plugin.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FloodsTest {
    private final Floods floods = new Floods(3);

    @Test
    void hearsAHostSoOftenAMinute() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(floods.isFlood(host(1), i)).isFalse();
        }
        assertThat(floods.isFlood(host(1), 3)).isTrue();
        assertThat(floods.isFlood(host(2), 3)).isFalse();
        assertThat(floods.isFlood(host(1), Duration.ofMinutes(1).toNanos())).isFalse();
    }

    @Test
    void remembersWhoFloodsAmongAThousand() throws Exception {
        for (int i = 0; i < 10; i++) {
            floods.isFlood(host(0), 0);
        }
        for (int i = 1; i < 900; i++) {
            floods.isFlood(host(i), 0);
        }
        assertThat(floods.isFlood(host(0), 0)).isTrue();
    }

    private static InetAddress host(int number) throws Exception {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
