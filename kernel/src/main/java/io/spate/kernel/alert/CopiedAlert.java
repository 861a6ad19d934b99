package io.spate.kernel.alert;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.kernel.extension.Thrown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What remains of an alert whose plugin was stopped before it was read: the same facts, without the plugin's classes. */
record CopiedAlert(
        Instant at,
        AlertCategory category,
        Optional<InfoHash> torrent,
        String message,
        String name,
        Map<String, Object> facts)
        implements Alert {

    /** The alert itself if it is not of the stopped plugin; nothing if it cannot be read. */
    static Optional<Alert> of(Alert alert, ClassLoader stopped) {
        if (alert.getClass().getClassLoader() != stopped) {
            return Optional.of(alert);
        }
        try {
            return Optional.of(new CopiedAlert(
                    alert.at(),
                    alert.category(),
                    alert.torrent(),
                    alert.message(),
                    alert.name(),
                    plain(alert.facts(), stopped)));
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            return Optional.empty();
        }
    }

    private static Map<String, Object> plain(Map<?, ?> facts, ClassLoader stopped) {
        Map<String, Object> plain = new LinkedHashMap<>();
        facts.forEach((name, value) -> plain.put(String.valueOf(name), plain(value, stopped)));
        return Collections.unmodifiableMap(plain);
    }

    private static Object plain(Object value, ClassLoader stopped) {
        if (value instanceof Map<?, ?> map) {
            return plain(map, stopped);
        }
        if (value instanceof Collection<?> collection) {
            List<Object> plain = new ArrayList<>();
            collection.forEach(each -> plain.add(plain(each, stopped)));
            return Collections.unmodifiableList(plain);
        }
        return value.getClass().getClassLoader() == stopped ? value.toString() : value;
    }
}
