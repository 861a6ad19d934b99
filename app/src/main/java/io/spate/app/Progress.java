package io.spate.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far something is, at one moment.
 *
 * @param title what it is about, safe to print
 * @param action what happens to it: {@code downloading}, {@code checking}
 * @param done bytes
 * @param total bytes; 0 if there is no end to tell, as when seeding
 * @param rate bytes a second; 0 if it is not known or nothing moves
 * @param details more to tell, the most telling first
 */
record Progress(String title, String action, long done, long total, long rate, List<String> details) {
    private static final Duration TOO_LONG = Duration.ofDays(100);

    Progress {
        details = List.copyOf(details);
    }

    boolean hasEnd() {
        return total > 0;
    }

    int percent() {
        return Shown.percent(done, total);
    }

    /** How long it will take yet at this rate; empty if nobody can tell, or if it is longer than anybody waits. */
    Optional<Duration> timeLeft() {
        if (!hasEnd() || rate <= 0 || done >= total) {
            return Optional.empty();
        }
        Duration left = Duration.ofSeconds((total - done + rate - 1) / rate);
        return left.compareTo(TOO_LONG) < 0 ? Optional.of(left) : Optional.empty();
    }
}
