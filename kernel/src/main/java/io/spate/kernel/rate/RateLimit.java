package io.spate.kernel.rate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that many loops share. What was moved is booked after the fact, and whoever finds the account overdrawn waits: so
 * nothing is split, and over time the rate is exact. Safe for threads; never blocks.
 */
public final class RateLimit {
    private static final long NANOS = 1_000_000_000L;
    /** What may be moved at once after a silence, in time at the full rate. */
    private static final long BURST_NANOS = NANOS / 10;

    private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);
    private volatile long bytesPerSecond;

    /** @param bytesPerSecond 0 for no limit */
    public RateLimit(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    public void bytesPerSecond(long next) {
        bytesPerSecond = next;
    }

    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    public boolean isUnlimited() {
        return bytesPerSecond <= 0;
    }

    /** Books what was moved. */
    public void spent(long bytes, long nowNanos) {
        long rate = bytesPerSecond;
        if (rate <= 0) {
            return;
        }
        long cost = Math.round((double) bytes * NANOS / rate);
        paidUntil.updateAndGet(until -> Math.max(until, nowNanos - BURST_NANOS) + cost);
    }

    /** How long to wait before more may be moved; 0 for not at all. In nanoseconds. */
    public long delayNanos(long nowNanos) {
        long until = paidUntil.get();
        return bytesPerSecond <= 0 || until == Long.MIN_VALUE ? 0 : Math.max(0, until - nowNanos);
    }
}
