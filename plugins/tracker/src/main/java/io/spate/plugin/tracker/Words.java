package io.spate.plugin.tracker;

/** What strangers say, made fit for a line of a log. */
final class Words {
    private static final int MAX = 300;

    private Words() {}

    /** Without control characters, and not too long. */
    static String line(String untrusted) {
        String line = untrusted
                .codePoints()
                .limit(MAX + 1L)
                .map(c -> isPrintable(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.length() > MAX ? line.substring(0, MAX) + "..." : line;
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }
}
