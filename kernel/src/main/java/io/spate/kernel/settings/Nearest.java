package io.spate.kernel.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what was meant by a name that is not known. */
final class Nearest {
    private Nearest() {}

    /** {@code " (did you mean: spate.limits.download)"}, or nothing. */
    static String hint(String name, Collection<String> known) {
        return to(name, known).map(near -> " (did you mean: " + near + ")").orElse("");
    }

    static Optional<String> to(String name, Collection<String> known) {
        int far = Math.max(2, lastPart(name).length() / 3) + 1;
        return known.stream()
                .filter(each -> cost(name, each) < far)
                .min(Comparator.<String>comparingInt(each -> cost(name, each)).thenComparing(each -> each));
    }

    /** The right name at the wrong place is as near as one wrong letter. */
    private static int cost(String name, String known) {
        return lastPart(name).equals(lastPart(known)) && !name.equals(known) ? 1 : distance(name, known);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** How many letters must be put in, taken out or replaced (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
