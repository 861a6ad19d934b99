package io.spate.api.bencode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte string: text, a key, or raw bytes such as hashes. Ordered as BEP 3 orders keys, by unsigned bytes. One that was
 * read is a view of the message it came from, and keeps that in memory.
 */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {
    static final BencodeString EMPTY = new BencodeString(new byte[0], 0, 0);

    private final byte[] source;
    private final int offset;
    private final int length;

    /** A view: nobody may change the bytes of {@code source} any more. */
    BencodeString(byte[] source, int offset, int length) {
        this.source = source;
        this.offset = offset;
        this.length = length;
    }

    /** A copy of the bytes. */
    public static BencodeString of(byte[] bytes) {
        return new BencodeString(bytes.clone(), 0, bytes.length);
    }

    /** The text as UTF-8. */
    public static BencodeString of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new BencodeString(bytes, 0, bytes.length);
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** @param index 0..length-1 */
    public byte byteAt(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("byte: " + index + " (expected: 0.." + (length - 1) + ")");
        }
        return source[offset + index];
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(source, offset, offset + length);
    }

    /** The bytes as UTF-8; what is none becomes U+FFFD. Text from peers and files is not safe to use as a path. */
    public String text() {
        return new String(source, offset, length, StandardCharsets.UTF_8);
    }

    /** Whether these are the bytes of the text in UTF-8. */
    public boolean is(String text) {
        if (length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return equals(of(text));
            }
            if (source[offset + i] != c) {
                return false;
            }
        }
        return length == text.length();
    }

    /** Where the bytes begin in what was read. */
    int sourceOffset() {
        return offset;
    }

    byte[] source() {
        return source;
    }

    @Override
    public int compareTo(BencodeString other) {
        return Arrays.compareUnsigned(
                source, offset, offset + length, other.source, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeString string
                && Arrays.equals(
                        source, offset, offset + length, string.source, string.offset, string.offset + string.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + source[i];
        }
        return hash;
    }

    /** The text where it is short printable ASCII, else how long it is. For logs. */
    @Override
    public String toString() {
        if (length > 100) {
            return "<" + length + " bytes>";
        }
        for (int i = offset; i < offset + length; i++) {
            if (source[i] < 0x20 || source[i] == 0x7f) {
                return "<" + length + " bytes>";
            }
        }
        return "\"" + text() + "\"";
    }
}
