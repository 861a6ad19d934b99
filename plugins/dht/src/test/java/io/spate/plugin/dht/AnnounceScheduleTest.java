package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnounceScheduleTest {
    private static final long MINUTE = 60_000;

    private final AnnounceSchedule schedule = new AnnounceSchedule(Duration.ofMinutes(15), new Random(1), 0);

    @Test
    void beginsAtOnceAndThenKeepsTheInterval() {
        assertThat(schedule.isDue(0)).isTrue();
        schedule.onStart(0);
        assertThat(schedule.isDue(MINUTE)).isFalse();
        schedule.onEnd(8, 50, 2000);

        assertThat(schedule.dueAt()).isBetween(13 * MINUTE, 17 * MINUTE);
    }

    @Test
    void triesAgainSoonWhileNobodyAnswers() {
        schedule.onStart(0);
        schedule.onEnd(0, 0, 0);
        assertThat(schedule.dueAt()).isEqualTo(5_000);
        long now = 5_000;
        for (int i = 0; i < 10; i++) {
            schedule.onStart(now);
            schedule.onEnd(0, 0, now);
            assertThat(schedule.dueAt() - now).isLessThanOrEqualTo(MINUTE);
            now = schedule.dueAt();
        }
    }

    @Test
    void looksSoonerWhilePeersAreNeededAndLessOftenEachTime() {
        schedule.onStart(0);
        schedule.onEnd(8, 1, 0);
        assertThat(schedule.dueAt()).isBetween(50_000L, 70_000L);
        schedule.onStart(MINUTE);
        schedule.onEnd(8, 1, MINUTE);
        assertThat(schedule.dueAt() - MINUTE).isBetween(100_000L, 140_000L);
        schedule.onNeed(0, 2 * MINUTE);
        schedule.onStart(3 * MINUTE);
        schedule.onEnd(8, 1, 3 * MINUTE);
        assertThat(schedule.dueAt() - 3 * MINUTE).isGreaterThan(13 * MINUTE);
    }

    @Test
    void newsAreToldAtOnceOrAfterWhatRuns() {
        schedule.onStart(0);
        schedule.onNews(100);
        assertThat(schedule.isDue(100)).isFalse();
        schedule.onEnd(8, 50, 200);
        assertThat(schedule.isDue(200)).isTrue();
        schedule.onStart(200);
        schedule.onEnd(8, 50, 300);
        schedule.onNews(400);
        assertThat(schedule.isDue(400)).isTrue();
    }
}
