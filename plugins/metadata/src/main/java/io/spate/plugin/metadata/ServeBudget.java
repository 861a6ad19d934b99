package io.spate.plugin.metadata;

/**
 * How much of our metadata one peer may have: so many copies of it, and after an interval as many again (the flood protection
 * of BEP 9). Pure; for one thread.
 */
final class ServeBudget {
    private final MetadataSettings settings;
    private long sinceNanos;
    private long served;

    ServeBudget(MetadataSettings settings, long now) {
        this.settings = settings;
        this.sinceNanos = now;
    }

    /** Takes one piece out of the budget. @return whether there was one left */
    boolean take(MetadataSize size, long now) {
        if (now - sinceNanos >= settings.serveInterval().toNanos()) {
            sinceNanos = now;
            served = 0;
        }
        if (served >= (long) settings.serveCopies() * size.pieceCount()) {
            return false;
        }
        served++;
        return true;
    }
}
