package io.spate.plugin.utp;

/** The time from a packet to its acknowledgement, and how long to wait for one. All in microseconds. */
final class RoundTripTime {
    /** Before the first sample. */
    private static final long FIRST_TIMEOUT = 1_000_000;

    private static final long LONGEST_TIMEOUT = 60_000_000;

    private final long shortestTimeout;
    private long mean;
    private long deviation;
    private boolean known;

    RoundTripTime(long shortestTimeout) {
        this.shortestTimeout = shortestTimeout;
    }

    /** @param sample of a packet that was sent once: of others nobody knows which sending was answered (Karn) */
    void add(long sample) {
        if (!known) {
            known = true;
            mean = sample;
            deviation = sample / 2;
        } else {
            long delta = mean - sample;
            deviation += (Math.abs(delta) - deviation) / 4;
            mean -= delta / 8;
        }
    }

    /** 0 before the first sample. */
    long mean() {
        return mean;
    }

    /** @param consecutive how often it was waited in vain since the other end was last heard of */
    long timeout(int consecutive) {
        long once = known ? Math.max(shortestTimeout, mean + 4 * deviation) : FIRST_TIMEOUT;
        return Math.min(LONGEST_TIMEOUT, once << Math.min(consecutive, 16));
    }
}
