package io.spate.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Shows how far reading and hashing is, at the mean rate so far. Called by several threads, very often. */
final class HashProgress implements Engine.Hashing {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    /** Before that, a mean would be far off. */
    private static final Duration TELLING = Duration.ofSeconds(1);

    private final String title;
    private final String action;
    private final Output output;
    private final Clock clock;
    private final Instant startedAt;
    private Instant shownAt;

    HashProgress(String title, String action, Output output, Clock clock) {
        this.title = title;
        this.action = action;
        this.output = output;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.shownAt = startedAt;
    }

    @Override
    public synchronized void at(long done, long total) {
        Instant now = clock.instant();
        if (now.isBefore(shownAt.plus(INTERVAL))) {
            return;
        }
        shownAt = now;
        Duration time = Duration.between(startedAt, now);
        long rate = time.compareTo(TELLING) < 0 ? 0 : done * 1000 / time.toMillis();
        output.progress(new Progress(title, action, done, total, rate, List.of()));
    }
}
