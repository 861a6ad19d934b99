package io.spate.testkit;

import io.spate.api.Loop;
import io.spate.api.plugin.Timers;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only when a test says so, and the loops that live in it. Tasks run on the thread of the test, one at a
 * time, in the order of their moments. Other threads (those of real sockets) may hand in tasks; {@link #await} runs them.
 *
 * <p>{@link #advance}, {@link #runReady}, {@link #run} and {@link #await} belong to the thread of the test.
 */
public final class VirtualTime {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Instant epoch = Instant.parse("2026-01-01T00:00:00Z");
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.number));
    private final VirtualLoop loop = new VirtualLoop(this);
    private final Timers timers = new VirtualTimers(this);
    private volatile long now;
    private volatile Thread runner;
    private volatile Loop running;
    private long number;

    /** The loop of torrents. */
    public Loop loop() {
        return loop;
    }

    /** One more loop; only {@link Loop#inLoop} tells it from the others. */
    public Loop newLoop() {
        return new VirtualLoop(this);
    }

    /** Timers as a plugin gets them, with a loop of their own. */
    public Timers timers() {
        return timers;
    }

    public Clock clock() {
        return new VirtualClock(ZoneOffset.UTC);
    }

    /** Runs what is due at this moment and what it brings about; time stands still. */
    public void runReady() {
        runUntil(now);
    }

    /** Runs everything that falls into the next {@code duration}, each at its moment. */
    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        runUntil(end);
        now = end;
    }

    /** Runs a task on the loop of torrents, with what it brings about at this moment. */
    public void run(Runnable task) {
        loop.execute(task);
        runReady();
    }

    /** Runs tasks as they come in from other threads, time standing still, until the condition holds. */
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        runReady();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            waitForTasks();
            runReady();
        }
    }

    /** The result of a future that other threads or tasks of this moment complete; fails if the future does. */
    public <T> T await(Future<T> future) {
        future.onComplete(done -> wake());
        await("a future", future::isComplete);
        if (future.failed()) {
            throw new AssertionError("the future failed: " + future.cause(), future.cause());
        }
        return future.result();
    }

    /** How many tasks wait for a later moment: 0 once everything has been cleaned up. */
    public synchronized int pendingTimers() {
        return (int) tasks.stream().filter(task -> task.at > now).count();
    }

    private void runUntil(long end) {
        Task task;
        while ((task = next(end)) != null) {
            now = Math.max(now, task.at);
            runner = Thread.currentThread();
            running = task.loop;
            try {
                task.action.run();
            } finally {
                running = null;
                runner = null;
            }
        }
    }

    private synchronized Task next(long end) {
        return tasks.isEmpty() || tasks.peek().at > end ? null : tasks.poll();
    }

    private synchronized void waitForTasks() {
        try {
            if (tasks.isEmpty() || tasks.peek().at > now) {
                wait(20); // for a condition that nobody announces; tasks wake it at once
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    synchronized Loop.Timer schedule(Loop on, Duration delay, Runnable action) {
        Task task = new Task(on, now + Math.max(0, delay.toNanos()), number++, action);
        tasks.add(task);
        notifyAll();
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    boolean isRunning(Loop on) {
        return runner == Thread.currentThread() && running == on;
    }

    long now() {
        return now;
    }

    private record Task(Loop loop, long at, long number, Runnable action) {}

    private final class VirtualClock extends Clock {
        private final ZoneId zone;

        private VirtualClock(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new VirtualClock(other);
        }

        @Override
        public Instant instant() {
            return epoch.plusNanos(now);
        }
    }
}
