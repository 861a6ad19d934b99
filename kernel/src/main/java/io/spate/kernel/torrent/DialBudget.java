package io.spate.kernel.torrent;

import io.spate.kernel.settings.LimitSettings;

/**
 * Attempts to connect of the whole session, all torrents together: how many may be open at once, and how many may begin in a
 * second, of which a second's worth may begin together. Safe for threads.
 */
public final class DialBudget {
    private static final double NANOS = 1e9;

    private final int atOnce;
    private final int perSecond;
    private int open;
    private double saved;
    private long countedNanos;
    private boolean isCounting;

    public DialBudget(LimitSettings limits) {
        this.atOnce = limits.halfOpen();
        this.perSecond = limits.connectRate();
        this.saved = perSecond;
    }

    /**
     * @param now in nanoseconds, of the same clock in all calls
     * @return whether one more may begin; it is then open until {@link #end}
     */
    synchronized boolean tryBegin(long now) {
        save(now);
        if (open >= atOnce || saved < 1) {
            return false;
        }
        open++;
        saved--;
        return true;
    }

    synchronized void end() {
        open--;
    }

    private void save(long now) {
        if (isCounting) {
            saved = Math.min(perSecond, saved + Math.max(0, now - countedNanos) / NANOS * perSecond);
        }
        isCounting = true;
        countedNanos = now;
    }
}
