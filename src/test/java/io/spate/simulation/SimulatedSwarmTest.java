package io.spate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.swarm.TestTorrent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Swarms of whole engines over memory links, in virtual time: minutes pass in a moment, and always in the same way. */
class SimulatedSwarmTest {
    private static final int MIB = 1024 * 1024;
    private static final int LEECHERS = 12;
    private static final TestTorrent TORRENT = TestTorrent.of("simulated.bin", 8 * MIB + 777, 128 * 1024, 5);

    @Test
    void givesTheSameResultForTheSameSeedTwice() {
        List<String> first = run(7);
        List<String> second = run(7);
        assertThat(second).isEqualTo(first);
        assertThat(first)
                .hasSizeGreaterThan(LEECHERS * TORRENT.metainfo().layout().pieceCount());
    }

    @Test
    void givesAnotherResultForAnotherSeed() {
        assertThat(run(8)).isNotEqualTo(run(7));
    }

    @Test
    void sharesTheWorkAmongLeechers() {
        try (SimulatedSwarm swarm = swarm(3)) {
            Duration took = swarm.runUntilFinished(Duration.ofMinutes(10));
            long seeded = swarm.handles().get(0).status().uploaded();
            // Alone the seeder would send twelve times the torrent, at 1 MiB/s: in 96 seconds at the best.
            assertThat(seeded).isLessThan(6L * TORRENT.content().length);
            assertThat(took).isLessThan(Duration.ofSeconds(80));
        }
    }

    private static List<String> run(long seed) {
        try (SimulatedSwarm swarm = swarm(seed)) {
            swarm.runUntilFinished(Duration.ofMinutes(10));
            return swarm.trace();
        }
    }

    private static SimulatedSwarm swarm(long seed) {
        SimulatedSwarm swarm = new SimulatedSwarm(seed, TORRENT, Duration.ofMillis(20), MIB);
        swarm.addSeeder();
        for (int i = 0; i < LEECHERS; i++) {
            swarm.addLeecher();
        }
        return swarm;
    }
}
