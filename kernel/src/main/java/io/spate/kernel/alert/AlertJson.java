package io.spate.kernel.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spate.api.alert.Alert;
import io.spate.kernel.extension.Thrown;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> HEAD = Set.of("alert", "at", "category", "torrent", "message");

    /** Deeper than this, lists and maps become text: they may contain themselves. */
    private static final int MAX_DEPTH = 8;

    private AlertJson() {}

    /** Without a line break, inside or at the end. */
    public static String line(Alert alert) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("alert", alert.name());
            json.writeStringField("at", alert.at().toString());
            json.writeStringField("category", alert.category().name());
            if (alert.torrent().isPresent()) {
                json.writeStringField("torrent", alert.torrent().get().toHex());
            }
            json.writeStringField("message", alert.message());
            for (Map.Entry<String, Object> fact : factsOf(alert).entrySet()) {
                if (!repeatsTheHead(fact, alert)) {
                    json.writeFieldName(fact.getKey());
                    write(json, fact.getValue(), 0);
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return line.toString();
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

    private static void write(JsonGenerator json, Object value, int depth) throws IOException {
        if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            writeMap(json, map, depth);
        } else if (value instanceof Collection<?> list && depth < MAX_DEPTH) {
            writeList(json, list, depth);
        } else if (value instanceof Object[] array && depth < MAX_DEPTH) {
            writeList(json, Arrays.asList(array), depth);
        } else {
            json.writeString(text(value));
        }
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map, int depth) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(text(entry.getKey()));
            write(json, entry.getValue(), depth + 1);
        }
        json.writeEndObject();
    }

    private static void writeList(JsonGenerator json, Collection<?> list, int depth) throws IOException {
        json.writeStartArray();
        for (Object each : list) {
            write(json, each, depth + 1);
        }
        json.writeEndArray();
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
