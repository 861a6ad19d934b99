package io.spate.plugin.utp;

import io.spate.api.Loop;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A timer that is asked for again with every packet, mostly for a later moment: it is left to run out then, and looks again.
 */
final class WakeUp {
    private static final Loop.Timer NONE = () -> {};

    private final Runnable task;
    private Loop.Timer timer = NONE;
    private long at = UtpSender.NEVER;

    WakeUp(Runnable task) {
        this.task = task;
    }

    /** Runs the task at the moment or earlier. Microseconds of the loop's clock. */
    void atLatest(long moment, long now, Loop loop) {
        if (moment < at) {
            timer.cancel();
            at = moment;
            timer = loop.schedule(Duration.of(Math.max(0, moment - now), ChronoUnit.MICROS), this::run);
        }
    }

    void cancel() {
        timer.cancel();
        timer = NONE;
        at = UtpSender.NEVER;
    }

    private void run() {
        at = UtpSender.NEVER;
        task.run();
    }
}
