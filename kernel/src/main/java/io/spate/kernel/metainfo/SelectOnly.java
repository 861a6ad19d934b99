package io.spate.kernel.metainfo;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file numbers of a magnet link (BEP 53): {@code 0,2,4,6-8}. What is no number or range is left out. */
final class SelectOnly {
    private static final int MAX_INDEX = 10_000;
    private static final Pattern RANGE = Pattern.compile("0*(\\d{1,5})(?:-0*(\\d{1,5}))?");

    private final BitSet files = new BitSet();

    void add(String value) {
        if (!value.chars().allMatch(c -> c >= '0' && c <= '9' || c == ',' || c == '-')) {
            return;
        }
        for (String token : value.split(",")) {
            Matcher range = RANGE.matcher(token);
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                if (first <= last && last <= MAX_INDEX) {
                    files.set(first, last + 1);
                }
            }
        }
    }

    /** Ascending; empty for all files. */
    List<Integer> files() {
        return files.stream().boxed().toList();
    }
}
