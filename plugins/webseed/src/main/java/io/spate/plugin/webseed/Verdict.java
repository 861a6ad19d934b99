package io.spate.plugin.webseed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the head of an answer means for what was asked. */
sealed interface Verdict {
    /** What was asked for follows. @param andMore whether the rest of the file does, too */
    record Right(boolean andMore) implements Verdict {}

    /** The server sends files as a whole only, and shall be asked so. */
    record WithoutRanges() implements Verdict {}

    record Moved(String location) implements Verdict {}

    /** The server does not have this file. */
    record Missing(String what) implements Verdict {}

    /** The body says when to come again (BEP 17). */
    record Busy() implements Verdict {}

    /** It may be better another time. */
    record Failed(String reason, Optional<Duration> retryAfter) implements Verdict {}

    /** It will not be better: the server has something else than the torrent. */
    record Unfit(String reason) implements Verdict {}

    int OK = 200;
    int PARTIAL_CONTENT = 206;
    Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    int NOT_FOUND = 404;
    int GONE = 410;
    int RANGE_NOT_SATISFIABLE = 416;
    int UNAVAILABLE = 503;

    /**
     * @param asked for what
     * @param ranged whether a range was asked for, if it has one
     */
    static Verdict of(ResponseHead head, Slice asked, boolean ranged, Instant now) throws HttpFault {
        int status = head.status();
        Resource resource = asked.resource().orElseThrow();
        Optional<String> location = head.header("location");
        if (REDIRECTS.contains(status) && location.isPresent()) {
            return new Moved(location.get());
        }
        if (status == PARTIAL_CONTENT && asked.isRanged()) {
            return ofPartial(head, asked);
        }
        if (status == OK) {
            return ofWhole(head, asked, ranged);
        }
        if (status == NOT_FOUND || status == GONE) {
            return new Missing(
                    "HTTP status: " + status + " for " + resource.location().path());
        }
        if (status == RANGE_NOT_SATISFIABLE) {
            return new Unfit("HTTP status: 416 (expected: a file of " + resource.length() + " bytes)");
        }
        Optional<String> retryAfter = head.header("retry-after");
        return status == UNAVAILABLE && !asked.isRanged() && retryAfter.isEmpty()
                ? new Busy()
                : new Failed(
                        "HTTP status: " + status + " (expected: " + (asked.isRanged() ? PARTIAL_CONTENT : OK) + ")",
                        retryAfter.flatMap(value -> RetryAfter.parse(value, now)));
    }

    private static Verdict ofPartial(ResponseHead head, Slice asked) throws HttpFault {
        String header = head.header("content-range").orElse("none");
        Optional<String> problem = ContentRange.parse(header)
                .map(range -> range.problem(asked))
                .orElse(Optional.of("Content-Range: " + header + " (expected: " + asked.range() + ")"))
                .or(() -> encoding(head));
        if (problem.isPresent()) {
            return new Unfit(problem.get());
        }
        return wrongLength(head, asked.length())
                .<Verdict>map(wrong -> new Failed(wrong, Optional.empty()))
                .orElse(new Right(false));
    }

    private static Verdict ofWhole(ResponseHead head, Slice asked, boolean ranged) throws HttpFault {
        Optional<String> encoding = encoding(head);
        if (encoding.isPresent()) {
            return new Unfit(encoding.get());
        }
        if (!asked.isRanged()) {
            return new Right(false);
        }
        if (!asked.isWhole() && asked.offset() != 0) {
            return new Unfit("sends whole files only (HTTP status: 200, expected: 206)");
        }
        Verdict right = asked.isWhole() ? new Right(false) : ranged ? new WithoutRanges() : new Right(true);
        return wrongLength(head, asked.resource().orElseThrow().length())
                .<Verdict>map(Unfit::new)
                .orElse(right);
    }

    private static Optional<String> wrongLength(ResponseHead head, long expected) throws HttpFault {
        boolean isRight = head.isChunked() || head.length().orElse(expected) == expected;
        return isRight
                ? Optional.empty()
                : Optional.of("length: " + head.length().getAsLong() + " (expected: " + expected + ")");
    }

    private static Optional<String> encoding(ResponseHead head) {
        return head.header("content-encoding")
                .filter(value -> !value.equalsIgnoreCase("identity"))
                .map(value -> "Content-Encoding: " + value + " (expected: none)");
    }
}
