package io.spate.plugin.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A small network with churn and hostile nodes; {@link LargeDhtTest} runs large ones. */
class SimulatedDhtTest {
    private static final Scenario SMALL = new Scenario(3, 200, 0.1, 0.01, 20, 200);

    @Test
    void findsPeersThoughNodesComeAndGoAndSomeAreHostile() {
        Scenario.Outcome outcome = SMALL.run();

        assertThat(outcome.successRate()).isGreaterThanOrEqualTo(0.99);
        assertThat(outcome.asked()).isLessThan(30);
        assertThat(outcome.seconds()).isLessThan(3);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        Scenario tiny = new Scenario(4, 40, 0.1, 0.02, 5, 20);
        assertThat(tiny.run()).isEqualTo(tiny.run());
    }
}
