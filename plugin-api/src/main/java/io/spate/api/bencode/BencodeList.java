package io.spate.api.bencode;

import java.util.Iterator;
import java.util.List;

/** A list, of mixed kinds. */
public record BencodeList(List<BencodeValue> values) implements BencodeValue, Iterable<BencodeValue> {
    static final BencodeList EMPTY = new BencodeList(List.of());

    public BencodeList {
        values = List.copyOf(values);
    }

    public static BencodeList of(BencodeValue... values) {
        return new BencodeList(List.of(values));
    }

    public int size() {
        return values.size();
    }

    @Override
    public Iterator<BencodeValue> iterator() {
        return values.iterator();
    }

    /** The strings among the values, in their order; the others are left out. */
    public List<BencodeString> strings() {
        return values.stream()
                .filter(BencodeString.class::isInstance)
                .map(BencodeString.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        return values.size() > 20 ? "[" + values.size() + " values]" : values.toString();
    }
}
