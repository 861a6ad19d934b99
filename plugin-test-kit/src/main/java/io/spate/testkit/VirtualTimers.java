package io.spate.testkit;

import io.spate.api.Loop;
import io.spate.api.plugin.Timers;
import java.time.Duration;

/** A plugin's timers in virtual time. */
final class VirtualTimers implements Timers {
    private final VirtualLoop loop;

    VirtualTimers(VirtualTime time) {
        this.loop = new VirtualLoop(time);
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
        Repeating repeating = new Repeating(period, task);
        repeating.next();
        return repeating;
    }

    private final class Repeating implements Loop.Timer {
        private final Duration period;
        private final Runnable task;
        private Loop.Timer next = () -> {};
        private boolean cancelled;

        private Repeating(Duration period, Runnable task) {
            this.period = period;
            this.task = task;
        }

        private synchronized void next() {
            if (!cancelled) {
                next = loop.schedule(period, () -> {
                    task.run();
                    next();
                });
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            next.cancel();
        }
    }
}
