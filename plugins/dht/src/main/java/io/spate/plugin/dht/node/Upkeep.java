package io.spate.plugin.dht.node;

import io.spate.plugin.dht.routing.RoutingTable;

/**
 * When a node does what nobody asked it for: looks whether others are still there, renews parts of its table, looks for its own
 * place. Only says when; {@link DhtNode} does it.
 */
final class Upkeep {
    private static final long CHECK_MILLIS = 5_000;
    /** While there is hardly anybody, everyone who may be there is looked for at once. */
    private static final long HURRIED_CHECK_MILLIS = 500;

    private static final long EXPIRY_MILLIS = 60_000;
    private static final long FIRST_RETRY_MILLIS = 5_000;
    private static final long LAST_RETRY_MILLIS = 60_000;
    /** A table that knows only its first buckets has not found its place yet. */
    private static final int SHALLOW = 4;

    private static final long SHALLOW_RETRY_MILLIS = 10 * 60_000;

    private long nextCheck;
    private long nextExpiry;
    private long nextEntry;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean isEntering;

    Upkeep(long now) {
        nextCheck = now;
        nextExpiry = now + EXPIRY_MILLIS;
        nextEntry = now;
    }

    boolean isCheckDue(int nodes, long now) {
        if (now < nextCheck) {
            return false;
        }
        nextCheck = now + (nodes < 2 * RoutingTable.K ? HURRIED_CHECK_MILLIS : CHECK_MILLIS);
        return true;
    }

    boolean isExpiryDue(long now) {
        if (now < nextExpiry) {
            return false;
        }
        nextExpiry = now + EXPIRY_MILLIS;
        return true;
    }

    /** Whether it is time to look for our own place. */
    boolean isEntryDue(long now) {
        if (isEntering || now < nextEntry) {
            return false;
        }
        isEntering = true;
        return true;
    }

    /** Something has changed: there are nodes to ask, or we have another id. */
    void enterSoon(long now) {
        nextEntry = Math.min(nextEntry, now);
        retryMillis = FIRST_RETRY_MILLIS;
    }

    void onEntered(RoutingTable table, long now) {
        isEntering = false;
        if (table.size() < RoutingTable.K) {
            nextEntry = now + retryMillis;
            retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
        } else {
            retryMillis = FIRST_RETRY_MILLIS;
            nextEntry = table.depth() < SHALLOW ? now + SHALLOW_RETRY_MILLIS : Long.MAX_VALUE;
        }
    }

    /** Nobody is left whom we know. */
    void onAlone(long now) {
        if (nextEntry == Long.MAX_VALUE) {
            nextEntry = now;
        }
    }

    long wakeAt() {
        long wakeAt = Math.min(nextCheck, nextExpiry);
        return isEntering ? wakeAt : Math.min(wakeAt, nextEntry);
    }
}
