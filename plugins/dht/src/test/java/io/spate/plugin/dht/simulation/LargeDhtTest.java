package io.spate.plugin.dht.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Networks of the sizes that {@code -Dspate.dht.sizes=100,1000,10000} names: the table of {@code docs/dht.md}. Takes some
 * minutes, and so runs only when it is asked for.
 */
@EnabledIfSystemProperty(named = "spate.dht.sizes", matches = "[0-9,]+")
class LargeDhtTest {
    private static final int KIB = 1024;

    @Test
    void lookupsSucceedAndTheirCostGrowsWithTheLogarithmOfTheSize() {
        List<Scenario.Outcome> outcomes = new ArrayList<>();
        StringBuilder table = new StringBuilder();
        for (String size : System.getProperty("spate.dht.sizes").split(",")) {
            Scenario scenario = new Scenario(1, Integer.parseInt(size), 0.1, 0.01, 200, 1000);
            SimulatedDht network = new SimulatedDht(scenario.seed(), Scenario.settings(), 0.01);
            Scenario.Outcome outcome = scenario.run(network);
            outcomes.add(outcome);
            table.append(row(outcome, usedMemory() / network.honest().size()));
        }
        System.out.println(table);

        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.successRate()).isGreaterThanOrEqualTo(0.99);
            assertThat(outcome.asked()).isLessThan(8 + 5 * log2(outcome.nodes()) / 2);
        });
    }

    private static String row(Scenario.Outcome outcome, long bytes) {
        return "| %,d | %.1f %% | %.1f | %.1f s | %.0f | %d KiB |%n"
                .formatted(
                        outcome.nodes(),
                        outcome.successRate() * 100,
                        outcome.asked(),
                        outcome.seconds(),
                        outcome.table(),
                        bytes / KIB);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double log2(int number) {
        return Math.log(number) / Math.log(2);
    }
}
