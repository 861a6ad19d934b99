package io.spate.kernel.alert;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How many alerts of each name were dropped. Names are a plugin's to choose, so their number is bounded. */
final class MissedAlerts {
    private static final int MAX_NAMES = 256;
    private static final String OTHERS = "others";

    private Map<String, Long> counts = new TreeMap<>();

    void add(String name) {
        boolean fits = counts.size() < MAX_NAMES || counts.containsKey(name);
        counts.merge(fits ? name : OTHERS, 1L, Long::sum);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<String, Long> take() {
        Map<String, Long> taken = Collections.unmodifiableMap(counts);
        counts = new TreeMap<>();
        return taken;
    }
}
