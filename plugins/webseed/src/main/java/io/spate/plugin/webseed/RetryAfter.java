package io.spate.plugin.webseed;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** When a server wants to be asked again (RFC 9110, 10.2.3). */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** @return at most an hour; empty if the header says nothing that can be understood */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        return text.matches("[0-9]{1,9}")
                ? Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))))
                : date(text).map(at -> bounded(Duration.between(now, at)));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
