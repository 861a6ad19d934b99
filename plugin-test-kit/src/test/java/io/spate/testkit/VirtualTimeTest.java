package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsTasksInTheOrderOfTheirMoments() {
        time.loop().schedule(Duration.ofSeconds(2), () -> ran.add("second"));
        time.loop().schedule(Duration.ofSeconds(1), () -> ran.add("first"));
        time.loop().schedule(Duration.ofSeconds(9), () -> ran.add("later"));
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("first", "second");
        assertThat(time.pendingTimers()).isEqualTo(1);
    }

    @Test
    void movesClockAndNanosTogether() {
        Instant start = time.clock().instant();
        time.loop().schedule(Duration.ofSeconds(1), () -> assertThat(time.loop().nanoTime())
                .isEqualTo(1_000_000_000L));
        time.advance(Duration.ofSeconds(3));
        assertThat(time.clock().instant()).isEqualTo(start.plusSeconds(3));
        assertThat(time.loop().nanoTime()).isEqualTo(3_000_000_000L);
    }

    @Test
    void forgetsACancelledTask() {
        Loop.Timer timer = time.loop().schedule(Duration.ofSeconds(1), () -> ran.add("never"));
        timer.cancel();
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void repeatsUntilCancelled() {
        Loop.Timer timer = time.timers().every(Duration.ofSeconds(10), () -> ran.add("tick"));
        time.advance(Duration.ofSeconds(35));
        timer.cancel();
        time.advance(Duration.ofSeconds(35));
        assertThat(ran).hasSize(3);
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void tellsItsLoopsApart() {
        Loop other = time.newLoop();
        time.run(() -> assertThat(time.loop().inLoop() && !other.inLoop()).isTrue());
        assertThat(time.loop().inLoop()).isFalse();
    }

    @Test
    void runsWhatOtherThreadsHandInWhileItWaits() {
        Promise<String> promise = Promise.promise();
        Thread other = new Thread(() -> time.loop().execute(() -> promise.complete("done")));
        other.start();
        assertThat(time.await(promise.future())).isEqualTo("done");
        assertThat(time.loop().nanoTime()).isZero();
    }

    @Test
    void saysWhyAFutureFailed() {
        assertThatThrownBy(() -> time.await(Future.failedFuture(new IllegalStateException("broken"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken");
    }
}
