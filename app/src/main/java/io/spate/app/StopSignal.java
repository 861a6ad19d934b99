package io.spate.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, SIGTERM and SIGHUP, which the JVM turns into a shutdown. A verb that has something to stop in order opens a
 * {@link Deferral}: the process then lives until the verb's status is there, or the time is up, and ends with that status. Any
 * other verb ends at once. Safe from any thread.
 */
final class StopSignal {
    /** From the signal to the end of the process; tools kill after 5 seconds, and people after less. */
    static final Duration GRACE = Duration.ofMillis(3700);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Duration grace;
    private final IntConsumer halt;
    private volatile int statusIfLate = ExitStatus.STOPPED;
    private final AtomicInteger deferrals = new AtomicInteger();

    /** @param halt ends the process with a status, from within a shutdown */
    StopSignal(Duration grace, IntConsumer halt) {
        this.grace = grace;
        this.halt = halt;
    }

    static StopSignal installed() {
        StopSignal signal = new StopSignal(GRACE, Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "spate-stop"));
        return signal;
    }

    /** Runs in the JVM's shutdown, also in one that begins after {@link #finish}. */
    void onShutdown() {
        if (status.isDone()) {
            return;
        }
        asked.complete(null);
        halt.accept(deferrals.get() > 0 ? awaitStatus() : statusIfLate);
    }

    private int awaitStatus() {
        try {
            return status.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return statusIfLate;
        } catch (Exception e) {
            return ExitStatus.FAILED;
        }
    }

    /** The verb has ended with this status: a stop that waits for it goes on, and none begins any more. */
    void finish(int exitStatus) {
        status.complete(exitStatus);
    }

    boolean isAsked() {
        return asked.isDone();
    }

    /** Completes when the process should end. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** From now on the process waits for the verb's status. */
    Deferral defer() {
        deferrals.incrementAndGet();
        return new Deferral();
    }

    /** Held while a stop needs order. */
    final class Deferral implements AutoCloseable {
        /** All is done; whatever stops late from here on, the verb has not failed. */
        void done() {
            statusIfLate = ExitStatus.DONE;
        }

        @Override
        public void close() {
            // Once a stop is asked for, the status is what is waited for.
            if (!asked.isDone()) {
                deferrals.decrementAndGet();
            }
        }
    }
}
