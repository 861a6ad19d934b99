package io.spate.api.metainfo;

import java.util.Arrays;

/**
 * The hashes of one file's pieces (BEP 52, "piece layers"): nodes of its hash tree, each the root over one piece's blocks.
 * Immutable. Files no longer than a piece have none; their pieces root is the hash.
 */
public final class PieceLayer {
    private static final int HASH_LENGTH = PiecesRoot.LENGTH;

    private final byte[] hashes;

    private PieceLayer(byte[] hashes) {
        this.hashes = hashes;
    }

    /** @param hashes one after another, 32 bytes each */
    public static PieceLayer of(byte[] hashes) {
        if (hashes.length % HASH_LENGTH != 0) {
            throw new IllegalArgumentException("piece layer: " + hashes.length + " bytes (expected: a multiple of 32)");
        }
        return new PieceLayer(hashes.clone());
    }

    /** How many pieces. */
    public int size() {
        return hashes.length / HASH_LENGTH;
    }

    /** A copy of one hash. @param piece its number within the file */
    public byte[] hash(int piece) {
        int from = HASH_LENGTH * checked(piece);
        return Arrays.copyOfRange(hashes, from, from + HASH_LENGTH);
    }

    /** @param piece its number within the file */
    public boolean matches(int piece, byte[] root) {
        int from = HASH_LENGTH * checked(piece);
        return Arrays.equals(hashes, from, from + HASH_LENGTH, root, 0, root.length);
    }

    /** A copy of all hashes, one after another. */
    public byte[] toBytes() {
        return hashes.clone();
    }

    private int checked(int piece) {
        if (piece < 0 || piece >= size()) {
            throw new IndexOutOfBoundsException("piece: " + piece + " (expected: 0.." + (size() - 1) + ")");
        }
        return piece;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceLayer layer && Arrays.equals(hashes, layer.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return size() + " hashes";
    }
}
