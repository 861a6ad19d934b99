package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.settings.LimitSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DialBudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Ten at once, thirty a second. */
    private final DialBudget budget = new DialBudget(new LimitSettings(0, 0, 200, 100, 10, 30, 4));

    @Test
    void letsOnlySoManyBeOpenAtOnce() {
        int begun = 0;
        for (int i = 0; i < 50; i++) {
            begun += budget.tryBegin(0) ? 1 : 0;
        }
        assertThat(begun).isEqualTo(10);
        budget.end();
        assertThat(budget.tryBegin(0)).isTrue();
        assertThat(budget.tryBegin(0)).isFalse();
    }

    @Test
    void letsOnlySoManyBeginInASecond() {
        assertThat(beginAndEnd(100, 0)).isEqualTo(30);
        assertThat(beginAndEnd(100, SECOND / 50)).isZero();
        assertThat(beginAndEnd(100, SECOND / 20)).isEqualTo(1);
        assertThat(beginAndEnd(100, SECOND)).isEqualTo(29);
    }

    @Test
    void savesNoMoreThanASecondsWorth() {
        beginAndEnd(1, 0);
        assertThat(beginAndEnd(100, 3600 * SECOND)).isEqualTo(30);
    }

    private int beginAndEnd(int tries, long now) {
        int begun = 0;
        for (int i = 0; i < tries; i++) {
            if (budget.tryBegin(now)) {
                budget.end();
                begun++;
            }
        }
        return begun;
    }
}
