package io.spate.kernel.torrent;

import io.spate.api.Loop;
import java.time.Duration;

/** Has a torrent look after itself: once a second, or more rarely while there is little to do. Confined to the torrent's loop. */
final class Ticker {
    private static final double NANOS = 1e9;
    private static final double LEAST_SECONDS = 0.001;

    private final Loop loop;
    private final Work work;
    private Loop.Timer next = () -> {};
    private long lastNanos;
    private boolean isSlow;

    Ticker(Loop loop, Work work) {
        this.loop = loop;
        this.work = work;
    }

    /** Begins a row of ticks; one that runs ends. */
    void start(Pace pace) {
        next.cancel();
        lastNanos = loop.nanoTime();
        schedule(pace);
    }

    /** There is more to do than when the next tick was planned. */
    void hasten() {
        if (isSlow) {
            next.cancel();
            lastNanos = loop.nanoTime();
            schedule(Pace.SECOND);
        }
    }

    void stop() {
        next.cancel();
        isSlow = false;
    }

    private void schedule(Pace pace) {
        isSlow = pace == Pace.IDLE || pace == Pace.REST;
        if (!pace.interval.isZero()) {
            next = loop.schedule(pace.interval, this::tick);
        }
    }

    private void tick() {
        isSlow = false; // a peer that connects in here must not begin a second row of ticks
        long now = loop.nanoTime();
        double seconds = Math.max(LEAST_SECONDS, (now - lastNanos) / NANOS);
        lastNanos = now;
        schedule(work.tick(seconds));
    }

    /** When the next tick comes. */
    enum Pace {
        SECOND(Duration.ofSeconds(1)),
        /** Nobody is connected. */
        IDLE(Duration.ofSeconds(5)),
        /** Nobody is connected, and nobody known who could be: there is nothing to look after until somebody comes. */
        REST(Duration.ZERO),
        /** There is nothing to look after. */
        NONE(Duration.ZERO);

        private final Duration interval;

        Pace(Duration interval) {
            this.interval = interval;
        }
    }

    /** What is done at each tick. */
    interface Work {
        /** @param seconds since the last tick */
        Pace tick(double seconds);
    }
}
