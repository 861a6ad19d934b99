package io.spate.plugin.utp;

/**
 * The least delay of the last minutes: what the way takes without queues. Samples are differences of two clocks that
 * disagree, 32 bits that wrap around, so only differences between them mean anything. All in microseconds.
 */
final class DelayHistory {
    private static final long SLOT = 60_000_000;

    private final int[] minima;
    private int newest;
    private int filled;
    private long slotEnd;
    private int base;

    /** @param minutes how long a least delay is remembered; clocks drift, and ways change */
    DelayHistory(int minutes) {
        this.minima = new int[minutes];
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /** The sample that all others are compared with. */
    int base() {
        return base;
    }

    /** @return how much longer than the least it took */
    long add(int sample, long now) {
        if (isEmpty()) {
            filled = 1;
            minima[0] = sample;
            slotEnd = now + SLOT;
            base = sample;
        } else if (now >= slotEnd) {
            nextSlot(sample, now);
        } else if (isLess(sample, minima[newest])) {
            minima[newest] = sample;
            base = isLess(sample, base) ? sample : base;
        }
        return Math.max(0, sample - base);
    }

    /** The other end's clock runs slower than ours: what looked like the least delay was one. */
    void raiseBase(int by) {
        for (int i = 0; i < filled; i++) {
            minima[i] += by;
        }
        base += by;
    }

    private void nextSlot(int sample, long now) {
        newest = (newest + 1) % minima.length;
        filled = Math.min(filled + 1, minima.length);
        minima[newest] = sample;
        slotEnd = now + SLOT;
        base = sample;
        for (int i = 0; i < filled; i++) {
            base = isLess(minima[i], base) ? minima[i] : base;
        }
    }

    private static boolean isLess(int a, int b) {
        return a - b < 0;
    }
}
