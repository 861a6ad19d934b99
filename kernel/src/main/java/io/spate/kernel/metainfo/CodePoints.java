package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeString;

/** Walks through bytes that should be UTF-8, one code point at a time; a bad sequence counts as one, and tells so. */
final class CodePoints {
    /** Stands for a sequence that is not UTF-8. */
    static final int BAD = -1;

    private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};

    private final byte[] bytes;
    private int start;
    private int next;
    private int codePoint;

    CodePoints(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes as text, with {@code _} for every bad sequence. */
    static String text(BencodeString string) {
        CodePoints points = new CodePoints(string.toBytes());
        StringBuilder text = new StringBuilder(string.length());
        while (points.advance()) {
            text.appendCodePoint(points.codePoint() == BAD ? '_' : points.codePoint());
        }
        return text.toString();
    }

    /** Moves to the next code point; false at the end. */
    boolean advance() {
        start = next;
        if (start == bytes.length) {
            return false;
        }
        int length = claimedLength(bytes[start] & 0xFF);
        next = length == 0 ? start + 1 : Math.min(start + length, bytes.length);
        codePoint = length == 0 || length == 5 || start + length > bytes.length ? BAD : decode(length);
        return true;
    }

    int codePoint() {
        return codePoint;
    }

    /** Offset of the code point's first byte. */
    int start() {
        return start;
    }

    /** Goes on at this byte. */
    void moveTo(int offset) {
        next = offset;
    }

    /** Bytes of the sequence that begins so; 0 if none does. Five are claimed by an encoding that UTF-8 gave up. */
    private static int claimedLength(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        return lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : lead >> 2 == 62 ? 5 : 0;
    }

    private int decode(int length) {
        if (length == 1) {
            return bytes[start];
        }
        int value = bytes[start] & (0xFF >> (length + 1));
        for (int i = start + 1; i < start + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return BAD;
            }
            value = value << 6 | bytes[i] & 0x3F;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        return value < SMALLEST[length] || value > Character.MAX_CODE_POINT || surrogate ? BAD : value;
    }
}
