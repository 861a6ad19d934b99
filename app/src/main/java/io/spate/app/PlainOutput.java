package io.spate.app;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lines for a pipe or a log; progress seldom enough not to fill it. */
final class PlainOutput implements Output {
    /** Between lines of progress, at least. */
    static final Duration INTERVAL = Duration.ofSeconds(5);
    /** Between lines of progress that tell of less than another per cent, at least. */
    static final Duration SLOW_INTERVAL = Duration.ofSeconds(60);

    private final PrintStream out;
    private final PrintStream err;
    private final Clock clock;
    private Instant shownAt = Instant.MIN;
    private String action = "";
    private int percent = -1;
    private String text = "";

    PlainOutput(PrintStream out, PrintStream err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    @Override
    public synchronized void line(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void warn(String line) {
        err.println(line);
        err.flush();
    }

    @Override
    public synchronized void progress(Progress progress) {
        Instant now = clock.instant();
        if (!isDue(progress, now)) {
            return;
        }
        String next = ProgressLine.plain(progress);
        if (!next.equals(text)) {
            line(next);
        }
        text = next;
        shownAt = now;
        action = progress.action();
        percent = progress.percent();
    }

    private boolean isDue(Progress progress, Instant now) {
        if (!progress.action().equals(action)) {
            return true;
        }
        boolean moved = progress.percent() != percent;
        return now.isAfter(shownAt.plus(moved ? INTERVAL : SLOW_INTERVAL));
    }

    @Override
    public void close() {}
}
