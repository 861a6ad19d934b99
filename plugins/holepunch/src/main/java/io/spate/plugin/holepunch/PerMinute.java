package io.spate.plugin.holepunch;

import java.time.Duration;

/** So much a minute, and no more. */
final class PerMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private long since;
    private int count;

    PerMinute(int limit, long now) {
        this.limit = limit;
        this.since = now;
    }

    /** @return whether there was something left, which is now taken */
    boolean take(long now) {
        if (now - since >= MINUTE) {
            since = now;
            count = 0;
        }
        return count < limit && ++count > 0;
    }
}
