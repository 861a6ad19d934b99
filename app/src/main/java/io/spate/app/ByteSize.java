package io.spate.app;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 262144}, {@code 256k}, {@code 256KiB} or {@code 1 MiB}; all of them in powers of 1024. */
record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12}) ?(?:([kmg])(?:i?b)?|b)?");

    /** @throws IllegalArgumentException with a message for the user */
    static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' (expected: a size such as 256KiB or 4MiB)");
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        return new ByteSize(Long.parseLong(matcher.group(1)) << 10 * (" kmg".indexOf(unit.isEmpty() ? " " : unit)));
    }
}
