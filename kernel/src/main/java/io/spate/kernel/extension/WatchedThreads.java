package io.spate.kernel.extension;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks a meter only while there is a reason to: for some time after a call took long. Each question costs more than most of
 * the calls that it would be about. Safe from any thread.
 */
final class WatchedThreads {
    private final ThreadMeter meter;
    private final LongSupplier nanoTime;
    private final long watchNanos;
    private volatile boolean watching;
    private volatile long watchedSince;

    WatchedThreads(ThreadMeter meter, LongSupplier nanoTime, Duration atLeast) {
        this.meter = meter;
        this.nanoTime = nanoTime;
        this.watchNanos = atLeast.toNanos();
    }

    void watch() {
        watchedSince = nanoTime.getAsLong();
        watching = true;
    }

    /** What the calling thread has done so far, if it is asked for. */
    Optional<ThreadWork> now() {
        if (!watching) {
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - watchedSince > watchNanos) {
            watching = false;
            return Optional.empty();
        }
        return meter.now();
    }
}
