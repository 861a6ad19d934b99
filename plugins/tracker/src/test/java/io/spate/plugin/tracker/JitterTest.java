package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JitterTest {
    private static final Duration WAIT = Duration.ofSeconds(1000);

    @Test
    void makesWaitsLongerByChanceAndNeverShorter() {
        Jitter jitter = new Jitter(10, new Random(3));
        Set<Duration> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Duration wait = jitter.on(WAIT);
            assertThat(wait).isBetween(WAIT, Duration.ofSeconds(1100));
            seen.add(wait);
        }
        assertThat(seen).hasSizeGreaterThan(900);
        assertThat(seen).anyMatch(wait -> wait.toSeconds() < 1010);
        assertThat(seen).anyMatch(wait -> wait.toSeconds() > 1090);
    }

    @Test
    void canBeTurnedOff() {
        assertThat(new Jitter(0, new Random(3)).on(WAIT)).isEqualTo(WAIT);
    }
}
