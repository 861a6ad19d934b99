package io.spate.plugin.dht;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a torrent is searched for and announced next: at once, then at the interval; sooner while nobody answers, or while peers are
 * needed and few were found. Milliseconds of one clock. Pure.
 */
final class AnnounceSchedule {
    private static final long FIRST_RETRY_MILLIS = 5_000;
    private static final long NEEDY_MILLIS = 60_000;
    /** Fewer peers than this are worth another look soon. */
    private static final int FEW = 10;

    private final long intervalMillis;
    private final RandomGenerator random;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private long needyMillis = NEEDY_MILLIS;
    private long lastStart = Long.MIN_VALUE / 2;
    private long dueAt;
    private boolean isRunning;
    private boolean again;
    private boolean isNeedy = true;

    AnnounceSchedule(Duration interval, RandomGenerator random, long now) {
        this.intervalMillis = interval.toMillis();
        this.random = random;
        this.dueAt = now;
    }

    boolean isDue(long now) {
        return !isRunning && now >= dueAt;
    }

    long dueAt() {
        return isRunning ? Long.MAX_VALUE : dueAt;
    }

    void onStart(long now) {
        isRunning = true;
        lastStart = now;
    }

    /** @param nodes that answered @param peers that were found */
    void onEnd(int nodes, int peers, long now) {
        isRunning = false;
        if (again) {
            again = false;
            dueAt = now;
        } else if (nodes == 0) {
            dueAt = now + retryMillis;
            retryMillis = Math.min(NEEDY_MILLIS, retryMillis * 2);
        } else if (isNeedy && peers < FEW) {
            dueAt = now + spread(Math.min(needyMillis, intervalMillis));
            needyMillis = Math.min(intervalMillis, needyMillis * 2);
        } else {
            needyMillis = NEEDY_MILLIS;
            dueAt = now + spread(intervalMillis);
        }
        if (nodes > 0) {
            retryMillis = FIRST_RETRY_MILLIS;
        }
    }

    /** We know the way now, or have something new to tell. */
    void onNews(long now) {
        again |= isRunning;
        dueAt = Math.min(dueAt, now);
    }

    void onNeed(int peers, long now) {
        boolean needed = isNeedy;
        isNeedy = peers > 0;
        if (isNeedy && !needed && !isRunning) {
            dueAt = Math.max(now, Math.min(dueAt, lastStart + NEEDY_MILLIS));
        }
    }

    private long spread(long millis) {
        return (long) (millis * (0.9 + random.nextDouble() * 0.2));
    }
}
