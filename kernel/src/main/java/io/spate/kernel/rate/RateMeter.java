package io.spate.kernel.rate;

/** Bytes a second, smoothed over a few seconds. Confined to one thread. */
public final class RateMeter {
    /** How much of the old rate a second leaves: half of a change shows after about three seconds. */
    private static final double KEPT_A_SECOND = 0.8;

    private long total;
    private long sinceTick;
    private double rate;

    public RateMeter() {
        this(0);
    }

    /** @param before bytes that the total begins with */
    public RateMeter(long before) {
        this.total = before;
    }

    public void add(long bytes) {
        total += bytes;
        sinceTick += bytes;
    }

    /** Called about once a second. @param seconds since the last call, more than 0 */
    public void tick(double seconds) {
        double kept = Math.pow(KEPT_A_SECOND, seconds);
        rate = rate * kept + sinceTick / seconds * (1 - kept);
        sinceTick = 0;
    }

    public long bytesPerSecond() {
        return Math.round(rate);
    }

    public long total() {
        return total;
    }
}
