package io.spate.api.bencode;

/**
 * Where a value stands in what was read, so that it can be taken byte for byte.
 *
 * @param offset of its first byte
 * @param length in bytes
 */
public record BencodeSpan(int offset, int length) {
    /** The offset after the last byte. */
    public int end() {
        return offset + length;
    }
}
