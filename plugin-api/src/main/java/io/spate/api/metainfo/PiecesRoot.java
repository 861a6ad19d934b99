package io.spate.api.metainfo;

import java.util.Arrays;
import java.util.HexFormat;

/** The root of the hash tree of one file's blocks (BEP 52): 32 bytes of SHA-256. Immutable. */
public final class PiecesRoot {
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private PiecesRoot(byte[] bytes) {
        this.bytes = bytes;
    }

    public static PiecesRoot of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("pieces root: " + bytes.length + " bytes (expected: 32)");
        }
        return new PiecesRoot(bytes.clone());
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PiecesRoot root && Arrays.equals(bytes, root.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
