package io.spate.plugin.webseed;

import io.spate.api.Loop;
import java.time.Duration;
import java.util.Optional;

/** How often a server failed in a row, and the time for which it is left alone. Confined to the torrent's loop. */
final class BackOff {
    private final Loop loop;
    private final WebSeedSettings settings;
    private Loop.Timer timer = () -> {};
    private int failures;
    private boolean waiting;

    BackOff(Loop loop, WebSeedSettings settings) {
        this.loop = loop;
        this.settings = settings;
    }

    boolean isWaiting() {
        return waiting;
    }

    void onServed() {
        failures = 0;
    }

    /** @return whether that was once too often */
    boolean onFailed() {
        return ++failures >= settings.maxFailures();
    }

    /**
     * @param wished by the server
     * @param then called when the time is up
     * @return how long that is
     */
    Duration begin(Optional<Duration> wished, Runnable then) {
        Duration wait = wished.orElse(settings.backOff(failures));
        waiting = true;
        timer = loop.schedule(wait, () -> {
            waiting = false;
            then.run();
        });
        return wait;
    }

    void end() {
        timer.cancel();
    }
}
