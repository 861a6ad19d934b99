package io.spate.plugin.webseed;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says it sends (RFC 9110, 14.4).
 *
 * @param first offset of the first byte
 * @param last offset of the last one
 * @param total of the whole; empty if the server does not say
 */
record ContentRange(long first, long last, Optional<Long> total) {
    private static final Pattern FORM =
            Pattern.compile("\\s*bytes\\s+([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15}|\\*)\\s*", Pattern.CASE_INSENSITIVE);

    /** Empty if it is none. */
    static Optional<ContentRange> parse(String header) {
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            return Optional.empty();
        }
        Optional<Long> total =
                form.group(3).equals("*") ? Optional.empty() : Optional.of(Long.parseLong(form.group(3)));
        return Optional.of(new ContentRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), total));
    }

    /** Why it is not what was asked for. */
    Optional<String> problem(Slice asked) {
        long expected = asked.resource().orElseThrow().length();
        if (total.filter(length -> length != expected).isPresent()) {
            return Optional.of("length of the file: " + total.get() + " (expected: " + expected + ")");
        }
        return first == asked.offset() && last == asked.offset() + asked.length() - 1
                ? Optional.empty()
                : Optional.of("range: " + first + "-" + last + " (expected: "
                        + asked.range().substring("bytes=".length()) + ")");
    }
}
