package io.spate.app;

/**
 * Text of torrents, peers and trackers, made safe to print: whoever writes a torrent must not be able to move the cursor,
 * start another line, or turn the direction of what follows.
 */
final class Printable {
    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    static String of(String untrusted) {
        StringBuilder safe = new StringBuilder(untrusted.length());
        untrusted.codePoints().forEach(point -> safe.appendCodePoint(isSafe(point) ? point : REPLACEMENT));
        return safe.toString();
    }

    /** Line breaks and tabs kept as blanks. */
    static String line(String untrusted) {
        return of(untrusted.replaceAll("\\s+", " ").strip());
    }

    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }

    /** Formats that words of some scripts, and emoji, need. */
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
}
