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
    private long turnNanos;
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
        long delay = limit.delayNanos(now);
        if (due > 0 && !paused && delay > 0) {
            paused = true;
            link.reading(false);
            takeTurn(now, delay);
        }
    }

    /** Whether it is for us that nothing comes. */
    boolean isPaused() {
        return paused;
    }

    void close() {
        closed = true;
    }

    /** The next turn is paid for now, so that whoever pauses later gets a later one: nobody is passed over. */
    private void takeTurn(long now, long delay) {
        turnNanos = now + delay;
        paid = turn();
        limit.spent(paid, now);
        waitForTurn(now);
    }

    /** Not for long at once, as the limit may be lifted. */
    private void waitForTurn(long now) {
        loop.schedule(Duration.ofNanos(Math.min(turnNanos - now, LONGEST_WAIT_NANOS)), this::goOn);
    }

    private void goOn() {
        long now = loop.nanoTime();
        if (closed) {
            return;
        }
        if (turnNanos - now > 0 && !limit.isUnlimited()) {
            waitForTurn(now);
            return;
        }
        paused = false;
        link.reading(true);
    }

    private int turn() {
        return (int) Math.max(LEAST_TURN, Math.min(LONGEST_TURN, limit.bytesPerSecond() / TURNS_A_SECOND));
    }
}
