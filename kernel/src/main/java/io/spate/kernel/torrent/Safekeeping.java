package io.spate.kernel.torrent;

import io.spate.api.Loop;
import java.time.Duration;

/** Has what came in recorded and forced to disk from time to time, while there is news. Confined to the torrent's loop. */
final class Safekeeping {
    /** How much of a download a power loss takes at most, in time. */
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final Loop loop;
    private long lastNanos;
    private boolean hasNews;

    Safekeeping(Loop loop) {
        this.loop = loop;
    }

    /** The exchange of pieces begins. */
    void begin() {
        lastNanos = loop.nanoTime();
    }

    /** Pieces or blocks came. */
    void onNews() {
        hasNews = true;
    }

    boolean hasNews() {
        return hasNews;
    }

    /** All that is wanted is there. */
    void onFinished(DataRun data) {
        hasNews = false;
        data.sync();
    }

    void tick(Exchange running, DataRun data) {
        long now = loop.nanoTime();
        if (hasNews && data.isIdle() && now - lastNanos > EVERY.toNanos()) {
            lastNanos = now;
            hasNews = false;
            running.recordUnfinished();
            data.sync();
        }
    }
}
