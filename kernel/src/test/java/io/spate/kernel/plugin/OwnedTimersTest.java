package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Loop;
import io.spate.kernel.extension.Guard;
import io.spate.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedTimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final Guard guard = TestGuards.guard();
    private final OwnedLoop loop = new OwnedLoop(time.newLoop(), guard);
    private final OwnedTimers timers = new OwnedTimers(loop);
    private final List<String> log = new ArrayList<>();

    @Test
    void aTaskRunsOnceOnThePluginsLoop() {
        timers.after(SECOND, () -> log.add("ran " + timers.loop().inLoop()));
        time.advance(Duration.ofSeconds(5));

        assertThat(log).containsExactly("ran true");
        assertThat(loop.taskCount()).isZero();
    }

    @Test
    void aRepeatedTaskRunsUntilItIsCancelled() {
        Loop.Timer timer = timers.every(SECOND, () -> log.add("ran"));
        time.advance(Duration.ofSeconds(3));
        timer.cancel();
        time.advance(Duration.ofSeconds(3));

        assertThat(log).hasSize(3);
        assertThat(time.pendingTimers()).isZero();
        assertThat(loop.taskCount()).isZero();
    }

    @Test
    void aRepeatedTaskMayCancelItself() {
        List<Loop.Timer> timer = new ArrayList<>();
        timer.add(timers.every(SECOND, () -> {
            log.add("ran");
            timer.get(0).cancel();
        }));
        time.advance(Duration.ofSeconds(3));

        assertThat(log).hasSize(1);
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aRepeatedTaskThatFailsRunsAgainAndItsFaultsAreCounted() {
        timers.every(SECOND, () -> {
            log.add("ran");
            throw new IllegalStateException("for a test");
        });
        time.advance(Duration.ofSeconds(3));

        assertThat(log).hasSize(3);
        assertThat(guard.faultCount()).isEqualTo(3);
    }

    @Test
    void aPeriodOfNothingIsRefused() {
        assertThatThrownBy(() -> timers.every(Duration.ZERO, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period: PT0S (expected: more than nothing)");
    }

    @Test
    void nothingRunsAfterTheClose() {
        timers.after(SECOND, () -> log.add("after"));
        timers.every(SECOND, () -> log.add("every"));
        loop.execute(() -> log.add("execute"));
        loop.close();
        timers.after(SECOND, () -> log.add("late after"));
        timers.every(SECOND, () -> log.add("late every"));
        loop.execute(() -> log.add("late execute"));
        time.advance(Duration.ofSeconds(3));

        assertThat(log).isEmpty();
        assertThat(loop.taskCount()).isZero();
        assertThat(time.pendingTimers()).isZero();
    }
}
