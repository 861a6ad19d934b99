package io.spate.kernel.alert;

import io.spate.api.alert.Alert;
import io.spate.kernel.extension.Thrown;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An alert as one line of JSON: {@code alert}, {@code at} (ISO 8601, UTC), {@code category}, {@code torrent} (hexadecimal, if
 * it is about one), {@code message}, and then its facts by name. Numbers, booleans, lists and maps stay what they are;
 * everything else becomes text. A fact that only repeats one of the first five is left out.
 */
public final class AlertJson {
    private static final Set<String> HEAD = Set.of("alert", "at", "category", "torrent", "message");

    /** Deeper than this, lists and maps become text: they may contain themselves. */
    private static final int MAX_DEPTH = 8;

    private AlertJson() {}

    /** Without a line break, inside or at the end. */
    public static String line(Alert alert) {
        JsonObject line = new JsonObject()
                .put("alert", alert.name())
                .put("at", alert.at().toString())
                .put("category", alert.category().name());
        alert.torrent().ifPresent(hash -> line.put("torrent", hash.toHex()));
        line.put("message", alert.message());
        for (Map.Entry<String, Object> fact : factsOf(alert).entrySet()) {
            if (!repeatsTheHead(fact, alert)) {
                line.put(fact.getKey(), json(fact.getValue(), 0));
            }
        }
        return line.encode();
    }

    /** A third party's alert may fail to be read; the line is then shorter. */
    private static Map<String, Object> factsOf(Alert alert) {
        try {
            return alert.facts();
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            return Map.of();
        }
    }

    private static boolean repeatsTheHead(Map.Entry<String, Object> fact, Alert alert) {
        return HEAD.contains(fact.getKey()) || alert.torrent().equals(Optional.of(fact.getValue()));
    }

    private static Object json(Object value, int depth) {
        if (value instanceof Boolean || isNumber(value)) {
            return value;
        }
        if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            return object(map, depth);
        }
        if (value instanceof Collection<?> list && depth < MAX_DEPTH) {
            return array(list, depth);
        }
        if (value instanceof Object[] array && depth < MAX_DEPTH) {
            return array(Arrays.asList(array), depth);
        }
        return text(value);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Double
                || value instanceof Float;
    }

    private static JsonObject object(Map<?, ?> map, int depth) {
        JsonObject object = new JsonObject();
        map.forEach((key, value) -> object.put(text(key), json(value, depth + 1)));
        return object;
    }

    private static JsonArray array(Collection<?> list, int depth) {
        JsonArray array = new JsonArray();
        list.forEach(each -> array.add(json(each, depth + 1)));
        return array;
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        try {
            return String.valueOf(value);
        } catch (Throwable e) {
            Thrown.rethrowIfFatal(e);
            return value.getClass().getName();
        }
    }
}
