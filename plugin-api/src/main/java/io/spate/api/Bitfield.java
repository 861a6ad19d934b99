package io.spate.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which pieces somebody has. Mutable and confined to one thread; {@link #copy} before it crosses to another. On the wire
 * the first piece is the highest bit of the first byte (BEP 3).
 */
public final class Bitfield {
    private final int size;
    private final long[] words; // piece i is bit 63 - i % 64 of word i / 64, so that words read like the wire
    private int count;

    public Bitfield(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + " (expected: 0 or more)");
        }
        this.size = size;
        this.words = new long[(size + 63) / 64];
    }

    public static Bitfield full(int size) {
        Bitfield full = new Bitfield(size);
        full.setAll();
        return full;
    }

    /** Reads a peer's bit field; empty if it is not as long as {@code size} pieces need. Spare bits are ignored. */
    public static Optional<Bitfield> fromWire(byte[] bytes, int size) {
        if (bytes.length != wireLength(size)) {
            return Optional.empty();
        }
        Bitfield field = new Bitfield(size);
        for (int i = 0; i < bytes.length; i++) {
            field.words[i / 8] |= (bytes[i] & 0xFFL) << (56 - i % 8 * 8);
        }
        field.clearSpareBits();
        field.count = Arrays.stream(field.words).mapToInt(Long::bitCount).sum();
        return Optional.of(field);
    }

    /** Bytes of the bit field of so many pieces on the wire. */
    public static int wireLength(int size) {
        return (size + 7) / 8;
    }

    public byte[] toWire() {
        byte[] bytes = new byte[wireLength(size)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[i / 8] >>> (56 - i % 8 * 8));
        }
        return bytes;
    }

    /** How many pieces there are, had or not. */
    public int size() {
        return size;
    }

    /** How many pieces are had. */
    public int count() {
        return count;
    }

    /** Whether every piece is had; false while it is not known how many there are. */
    public boolean isFull() {
        return size > 0 && count == size;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean has(int piece) {
        checkIndex(piece);
        return (words[piece >> 6] & bit(piece)) != 0;
    }

    /** @return whether the piece was not had before */
    public boolean set(int piece) {
        if (has(piece)) {
            return false;
        }
        words[piece >> 6] |= bit(piece);
        count++;
        return true;
    }

    /** @return whether the piece was had before */
    public boolean clear(int piece) {
        if (!has(piece)) {
            return false;
        }
        words[piece >> 6] &= ~bit(piece);
        count--;
        return true;
    }

    /** Takes over what the other has, which must be of the same size. */
    public void assign(Bitfield other) {
        if (other.size != size) {
            throw new IllegalArgumentException("size: " + other.size + " (expected: " + size + ")");
        }
        System.arraycopy(other.words, 0, words, 0, words.length);
        count = other.count;
    }

    public void setAll() {
        Arrays.fill(words, -1L);
        clearSpareBits();
        count = size;
    }

    /** The first piece at or after {@code from} that is had, or -1. */
    public int nextSet(int from) {
        return next(from, 0L);
    }

    /** The first piece at or after {@code from} that is not had, or -1. */
    public int nextClear(int from) {
        return next(from, -1L);
    }

    /** The first piece at or after {@code from} that both have, or -1. Both are of one size. */
    public int nextCommon(Bitfield other, int from) {
        if (from >= size) {
            return -1;
        }
        int word = from >> 6;
        long left = words[word] & other.words[word] & (-1L >>> (from & 63));
        while (left == 0) {
            if (++word == words.length) {
                return -1;
            }
            left = words[word] & other.words[word];
        }
        return (word << 6) + Long.numberOfLeadingZeros(left);
    }

    /** How many pieces both have. Both are of one size. */
    public int commonCount(Bitfield other) {
        int common = 0;
        for (int i = 0; i < words.length; i++) {
            common += Long.bitCount(words[i] & other.words[i]);
        }
        return common;
    }

    /** Whether this has a piece that {@code other} lacks. */
    public boolean hasAnyMissingIn(Bitfield other) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & ~other.words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    public Bitfield copy() {
        Bitfield copy = new Bitfield(size);
        System.arraycopy(words, 0, copy.words, 0, words.length);
        copy.count = count;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitfield field && size == field.size && Arrays.equals(words, field.words);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return count + " of " + size;
    }

    private int next(int from, long flip) {
        if (from >= size) {
            return -1;
        }
        int word = from >> 6;
        long left = (words[word] ^ flip) & (-1L >>> (from & 63));
        while (left == 0) {
            if (++word == words.length) {
                return -1;
            }
            left = words[word] ^ flip;
        }
        int found = (word << 6) + Long.numberOfLeadingZeros(left);
        return found < size ? found : -1;
    }

    private void clearSpareBits() {
        if ((size & 63) != 0) {
            words[words.length - 1] &= -1L << (64 - (size & 63));
        }
    }

    private static long bit(int piece) {
        return 1L << (63 - (piece & 63));
    }

    private void checkIndex(int piece) {
        if (piece < 0 || piece >= size) {
            throw new IndexOutOfBoundsException("piece: " + piece + " (expected: 0.." + (size - 1) + ")");
        }
    }
}
