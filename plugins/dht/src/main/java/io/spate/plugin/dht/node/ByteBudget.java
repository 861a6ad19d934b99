package io.spate.plugin.dht.node;

/** So many bytes a second, and those of some seconds at once. */
final class ByteBudget {
    private static final int BURST_SECONDS = 5;

    private final long bytesPerSecond;
    private double left;
    private long filledAt;

    /** @param bytesPerSecond 0 for no limit */
    ByteBudget(long bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.left = (double) bytesPerSecond * BURST_SECONDS;
        this.filledAt = now;
    }

    boolean hasLeft(long now) {
        if (bytesPerSecond == 0) {
            return true;
        }
        double burst = (double) bytesPerSecond * BURST_SECONDS;
        left = Math.min(burst, left + (now - filledAt) * bytesPerSecond / 1000.0);
        filledAt = now;
        return left > 0;
    }

    /** What must be sent is sent on credit, and others wait for it. */
    void spend(int bytes) {
        left = Math.max(-(double) bytesPerSecond * BURST_SECONDS, left - bytes);
    }
}
