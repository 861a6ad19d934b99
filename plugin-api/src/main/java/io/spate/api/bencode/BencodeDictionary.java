package io.spate.api.bencode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A dictionary. One that was built is sorted, as BEP 3 wants it; one that was read tolerantly keeps the order of its source
 * and perhaps a key twice: look-ups answer with the first. A look-up of the wrong kind answers as if there were no such key.
 * Two are equal if they have equal entries in the same order.
 */
public final class BencodeDictionary implements BencodeValue {
    static final BencodeDictionary EMPTY = new BencodeDictionary(new BencodeString[0], new BencodeValue[0], new int[0]);

    private final BencodeString[] keys;
    private final BencodeValue[] values;
    private final int[] ends; // offsets after each value in the source; empty if this was built

    BencodeDictionary(BencodeString[] keys, BencodeValue[] values, int[] ends) {
        this.keys = keys;
        this.values = values;
        this.ends = ends;
    }

    public static BencodeDictionary of() {
        return EMPTY;
    }

    public static BencodeDictionary of(Map<String, ? extends BencodeValue> entries) {
        Builder builder = builder();
        entries.forEach(builder::put);
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return keys.length;
    }

    /** @param index 0..size-1, in the order of the source */
    public BencodeString keyAt(int index) {
        return keys[index];
    }

    /** @param index 0..size-1, in the order of the source */
    public BencodeValue valueAt(int index) {
        return values[index];
    }

    public void forEach(BiConsumer<BencodeString, BencodeValue> action) {
        for (int i = 0; i < keys.length; i++) {
            action.accept(keys[i], values[i]);
        }
    }

    public List<BencodeString> keys() {
        return List.of(keys);
    }

    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    public Optional<BencodeValue> value(String key) {
        int index = indexOf(key);
        return index < 0 ? Optional.empty() : Optional.of(values[index]);
    }

    public Optional<BencodeString> string(String key) {
        return value(key, BencodeString.class);
    }

    /** The string as UTF-8; see {@link BencodeString#text}. */
    public Optional<String> text(String key) {
        return string(key).map(BencodeString::text);
    }

    /** The integer; empty also if it is beyond 64 bits. */
    public OptionalLong integer(String key) {
        int index = indexOf(key);
        return index >= 0 && values[index] instanceof BencodeInteger integer ? integer.value() : OptionalLong.empty();
    }

    public Optional<BencodeList> list(String key) {
        return value(key, BencodeList.class);
    }

    public Optional<BencodeDictionary> dictionary(String key) {
        return value(key, BencodeDictionary.class);
    }

    /** Where the value stands in what was read; empty if there is none, or if this dictionary was built. */
    public Optional<BencodeSpan> span(String key) {
        int index = indexOf(key);
        if (index < 0 || ends.length == 0) {
            return Optional.empty();
        }
        int start = keys[index].sourceOffset() + keys[index].length();
        return Optional.of(new BencodeSpan(start, ends[index] - start));
    }

    private <T extends BencodeValue> Optional<T> value(String key, Class<T> kind) {
        int index = indexOf(key);
        return index >= 0 && kind.isInstance(values[index]) ? Optional.of(kind.cast(values[index])) : Optional.empty();
    }

    private int indexOf(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].is(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeDictionary dictionary
                && Arrays.equals(keys, dictionary.keys)
                && Arrays.equals(values, dictionary.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        if (keys.length > 20) {
            return "{" + keys.length + " entries}";
        }
        StringBuilder text = new StringBuilder("{");
        forEach((key, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(key)
                .append(": ")
                .append(value));
        return text.append('}').toString();
    }

    /** Collects entries and sorts them. Not safe for threads. */
    public static final class Builder {
        private final Map<BencodeString, BencodeValue> entries = new TreeMap<>();

        private Builder() {}

        /** Puts the value, in place of another of the same key. */
        public Builder put(BencodeString key, BencodeValue value) {
            entries.put(key, value);
            return this;
        }

        public Builder put(String key, BencodeValue value) {
            return put(BencodeString.of(key), value);
        }

        public Builder put(String key, long value) {
            return put(key, BencodeInteger.of(value));
        }

        public Builder put(String key, String text) {
            return put(key, BencodeString.of(text));
        }

        public Builder put(String key, byte[] bytes) {
            return put(key, BencodeString.of(bytes));
        }

        public BencodeDictionary build() {
            return new BencodeDictionary(
                    entries.keySet().toArray(BencodeString[]::new),
                    entries.values().toArray(BencodeValue[]::new),
                    new int[0]);
        }
    }
}
