package io.spate.app;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Files by their numbers from 1: {@code 1,3-5}. */
record FileSelection(BitSet numbers) {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");
    private static final int NORMAL = 4;

    /** @throws IllegalArgumentException with a message for the user */
    static FileSelection parse(String text) {
        BitSet numbers = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException("'" + text + "' (expected: numbers such as 1,3-5)");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("'" + part.strip() + "' (expected: 1 or more, the smaller first)");
            }
            numbers.set(first, last + 1);
        }
        return new FileSelection(numbers);
    }

    int last() {
        return numbers.length() - 1;
    }

    /** One a file, as {@code AddTorrent} takes them. */
    List<Integer> priorities(int files) {
        return IntStream.rangeClosed(1, files)
                .mapToObj(number -> numbers.get(number) ? NORMAL : 0)
                .toList();
    }
}
