package io.spate.plugin.webseed;

import io.spate.api.Loop;
import java.time.Duration;

/** Watches how long a server says nothing. Confined to the torrent's loop. */
final class Silence {
    private final Loop loop;
    private final Duration longest;
    private final Runnable tooLong;
    private Loop.Timer timer = () -> {};
    private long lastHeard;

    /** @param tooLong called once, unless something is heard before, or the watch ends */
    Silence(Loop loop, Duration longest, Runnable tooLong) {
        this.loop = loop;
        this.longest = longest;
        this.tooLong = tooLong;
    }

    /** From now on an answer is expected. */
    void begin() {
        onHeard();
        timer.cancel();
        check();
    }

    void end() {
        timer.cancel();
    }

    /** Something came, or it is for us that nothing does. */
    void onHeard() {
        lastHeard = loop.nanoTime();
    }

    private void check() {
        Duration left = longest.minusNanos(loop.nanoTime() - lastHeard);
        if (left.isNegative() || left.isZero()) {
            tooLong.run();
        } else {
            timer = loop.schedule(left, this::check); // once for very many that are heard
        }
    }
}
