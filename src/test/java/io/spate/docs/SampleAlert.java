package io.spate.docs;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes alerts of any kind, whose facts are the same each time: texts stand for themselves, {@code <reason>}. */
final class SampleAlert {
    private static final InfoHash HASH = InfoHash.ofHex("c9e15763f722f23e98a29decdfae341b98d53056");

    /** Where another number would look odd in a message. */
    private static final Map<String, Integer> NUMBERS = Map.of("pieceCount", 640, "compared", 4, "length", 262_144);

    private SampleAlert() {}

    static Alert of(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        try {
            Constructor<?> constructor = kind.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return (Alert) constructor.newInstance(Arrays.stream(components)
                    .map(component -> value(component.getGenericType(), component.getName()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no sample of " + kind, e);
        }
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), name);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[Math.min(name.equals("to") ? 4 : 3, constants.length - 1)];
        }
        return switch (plain.getSimpleName()) {
            case "String" -> "<" + name + ">";
            case "int", "Integer" -> NUMBERS.getOrDefault(name, 12);
            case "long", "Long" -> 1_048_576L;
            case "boolean" -> false;
            case "Instant" -> Instant.parse("2026-01-31T12:00:00Z");
            case "Duration" -> Duration.ofMinutes(30);
            case "InfoHash" -> HASH;
            case "PeerAddress" -> new PeerAddress(PeerAddress.IP, "192.0.2.7", 6881);
            default ->
                throw new IllegalStateException(
                        "a fact of the type " + plain.getName() + " (expected: one that a sample is known of)");
        };
    }

    private static Object generic(Class<?> raw, Type[] arguments, String name) {
        return switch (raw.getSimpleName()) {
            case "Optional" -> Optional.of(value(arguments[0], name));
            case "List" -> List.of(value(arguments[0], name));
            case "Map" -> Map.of(value(arguments[0], "name"), value(arguments[1], name));
            default ->
                throw new IllegalStateException(
                        "a fact of the type " + raw.getName() + " (expected: one that a sample is known of)");
        };
    }
}
