package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.net.PeerLink;
import io.spate.kernel.rate.RateLimit;
import java.time.Duration;

/**
 * Books what is read from a peer with the download limit, and stops reading while the account is overdrawn. Who then goes on
 * pays for its next bytes in advance: so peers take turns, and do not all read at once when the account is even.
 */
final class LimitedReading {
    private static final int LEAST_TURN = 16 * 1024;
    private static final int LONGEST_TURN = 256 * 1024;
    private static final int TURNS_A_SECOND = 50;
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

    private final PeerLink link;
    private final Loop loop;
    private final RateLimit limit;
    private int paid;
    private boolean paused;
    private boolean closed;

    LimitedReading(PeerLink link, Loop loop, RateLimit limit) {
        this.link = link;
        this.loop = loop;
        this.limit = limit;
    }

    void onRead(int bytes) {
        if (limit.isUnlimited() && !paused) {
            return;
        }
        int due = Math.max(0, bytes - paid);
        paid = Math.max(0, paid - bytes);
        long now = loop.nanoTime();
        limit.spent(due, now);
        if (due > 0 && !paused && limit.delayNanos(now) > 0) {
            paused = true;
            link.reading(false);
            goOnLater(limit.delayNanos(now));
        }
    }

    /** Whether it is for us that nothing comes. */
    boolean isPaused() {
        return paused;
    }

    void close() {
        closed = true;
    }

    /** Not for long, as the limit may be changed. */
    private void goOnLater(long delayNanos) {
        loop.schedule(Duration.ofNanos(Math.min(delayNanos, LONGEST_WAIT_NANOS)), this::goOn);
    }

    private void goOn() {
        long now = loop.nanoTime();
        long delay = limit.delayNanos(now);
        if (closed) {
            return;
        }
        if (delay > 0) {
            goOnLater(delay);
            return;
        }
        paid = turn();
        limit.spent(paid, now);
        paused = false;
        link.reading(true);
    }

    private int turn() {
        return (int) Math.max(LEAST_TURN, Math.min(LONGEST_TURN, limit.bytesPerSecond() / TURNS_A_SECOND));
    }
}
