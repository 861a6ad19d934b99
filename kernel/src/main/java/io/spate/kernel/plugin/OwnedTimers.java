package io.spate.kernel.plugin;

import io.spate.api.Loop;
import io.spate.api.plugin.Timers;
import java.time.Duration;

/** The timers of one plugin, on its loop. */
final class OwnedTimers implements Timers {
    private final OwnedLoop loop;

    OwnedTimers(OwnedLoop loop) {
        this.loop = loop;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Loop.Timer after(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
    }

    @Override
    public Loop.Timer every(Duration period, Runnable task) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period: " + period + " (expected: more than nothing)");
        }
        Repeating repeating = new Repeating(period, task);
        repeating.schedule();
        return repeating;
    }

    private final class Repeating implements Loop.Timer {
        private final Duration period;
        private Runnable task;
        private Loop.Timer next;

        private Repeating(Duration period, Runnable task) {
            this.period = period;
            this.task = task;
        }

        private synchronized void schedule() {
            if (task != null) {
                next = loop.schedule(period, this::run);
            }
        }

        /** The next run is planned even if this one fails. */
        private void run() {
            Runnable now = task();
            if (now != null) {
                try {
                    now.run();
                } finally {
                    schedule();
                }
            }
        }

        private synchronized Runnable task() {
            return task;
        }

        @Override
        public synchronized void cancel() {
            task = null;
            next.cancel();
        }
    }
}
