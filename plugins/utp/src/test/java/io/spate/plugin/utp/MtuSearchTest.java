package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MtuSearchTest {
    @Test
    void needsOneProbeWhereTheLongestGetsThrough() {
        MtuSearch search = new MtuSearch(548, 1472);

        assertThat(search.startProbe(true)).isEqualTo(1472);
        assertThat(search.wantsProbe()).isFalse();
        search.onProbeArrived();

        assertThat(search.size()).isEqualTo(1472);
        assertThat(search.wantsProbe()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {548, 600, 1200, 1372, 1464})
    void comesCloseToWhatGetsThroughAndNeverAbove(int real) {
        MtuSearch search = new MtuSearch(548, 1472);
        int probes = 0;

        while (search.wantsProbe()) {
            if (search.startProbe(probes++ == 0) <= real) {
                search.onProbeArrived();
            } else {
                search.onProbeLost();
            }
        }

        assertThat(search.size()).isBetween(real - 16, real);
        assertThat(probes).isLessThan(10);
    }
}
