package io.spate.kernel.extension;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the calls into one owner take where they must not block, and whether that is the owner's fault. On a machine that
 * is loaded, or that collects garbage, every call may take long. So a long call is a fault if its thread ran all the while, if
 * it waited for something, or if calls of its kind take long again and again. Safe from any thread.
 */
final class CallTimes {
    /** So many more long calls of a kind than short ones are no chance. */
    private static final int AGAIN_AND_AGAIN = 3;

    /** No more are remembered, so that a few short calls make up for all of them. */
    private static final int MOST_REMEMBERED = 6;

    private final long longNanos;
    private final LongSupplier nanoTime;
    private final WatchedThreads threads;

    /** By the kind of call: how many more were long than short. Guarded by this. */
    private final Map<String, Integer> excess = new HashMap<>();

    /** Whether there is any, so that short calls need no lock. */
    private volatile boolean anyExcess;

    CallTimes(Duration atMost, LongSupplier nanoTime, WatchedThreads threads) {
        this.longNanos = atMost.toNanos();
        this.nanoTime = nanoTime;
        this.threads = threads;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** At the start of a call: what its thread did before; empty while nobody asks. */
    Optional<ThreadWork> threadWork() {
        return threads.now();
    }

    /** At the end of a call: what was wrong with the time that it took. */
    Verdict verdict(String doing, long startNanos, Optional<ThreadWork> before) {
        long took = nanoTime() - startNanos;
        if (took <= longNanos) {
            if (anyExcess) {
                onShort(doing);
            }
            return Verdict.FINE;
        }
        Optional<ThreadWork> meanwhile = before.flatMap(work -> threads.now().map(now -> now.since(work)));
        threads.watch();
        return judge(took, meanwhile, onLong(doing));
    }

    private Verdict judge(long took, Optional<ThreadWork> meanwhile, int excessOfKind) {
        String text = "took " + millis(took) + " ms";
        String expected = " (expected: at most " + millis(longNanos) + " ms)";
        if (meanwhile.isPresent() && meanwhile.get().ranNanos() > longNanos) {
            return new Verdict(true, text + expected);
        }
        if (meanwhile.isPresent() && meanwhile.get().waits() > 0) {
            return new Verdict(true, text + ", and waited" + expected);
        }
        return excessOfKind >= AGAIN_AND_AGAIN
                ? new Verdict(true, text + ", again" + expected)
                : new Verdict(false, text + ", perhaps since the machine is loaded" + expected);
    }

    private synchronized int onLong(String doing) {
        anyExcess = true;
        return excess.merge(doing, 1, (before, one) -> Math.min(MOST_REMEMBERED, before + one));
    }

    private synchronized void onShort(String doing) {
        excess.computeIfPresent(doing, (kind, before) -> before == 1 ? null : before - 1);
        anyExcess = !excess.isEmpty();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /**
     * @param isFault whether the owner is to blame for what the text says
     * @param text for people; empty if there is nothing to say
     */
    record Verdict(boolean isFault, String text) {
        static final Verdict FINE = new Verdict(false, "");
    }
}
