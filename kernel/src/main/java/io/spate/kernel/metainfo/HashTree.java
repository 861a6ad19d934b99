package io.spate.kernel.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The hash trees of BEP 52: SHA-256 over pairs, filled up with zero leaves. Not safe for threads. */
final class HashTree {
    static final int HASH_LENGTH = 32;

    private final MessageDigest sha256 = digest("SHA-256");

    /**
     * The root over some nodes of a layer.
     *
     * @param nodes hashes one after another, the first {@code length} bytes; at least one
     * @param layer above the leaves, 0 for leaves; it says what stands for the nodes that are missing
     * @param atLeast layers to climb, even where the nodes alone would need fewer
     */
    byte[] root(byte[] nodes, int length, int layer, int atLeast) {
        byte[] row = Arrays.copyOf(nodes, length + HASH_LENGTH);
        byte[] filler = filler(layer);
        int count = length / HASH_LENGTH;
        for (int climbed = 0; count > 1 || climbed < atLeast; climbed++) {
            if (count % 2 == 1) {
                System.arraycopy(filler, 0, row, count * HASH_LENGTH, HASH_LENGTH);
                count++;
            }
            for (int i = 0; i < count / 2; i++) {
                sha256.update(row, 2 * i * HASH_LENGTH, 2 * HASH_LENGTH);
                System.arraycopy(sha256.digest(), 0, row, i * HASH_LENGTH, HASH_LENGTH);
            }
            count /= 2;
            filler = parent(filler);
        }
        return Arrays.copyOf(row, HASH_LENGTH);
    }

    /** The layer above the leaves in which a node covers one piece. @param pieceLength a power of two of 16 KiB or more */
    static int pieceLayer(int pieceLength) {
        return Integer.numberOfTrailingZeros(pieceLength) - 14;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private byte[] filler(int layer) {
        byte[] filler = new byte[HASH_LENGTH];
        for (int i = 0; i < layer; i++) {
            filler = parent(filler);
        }
        return filler;
    }

    private byte[] parent(byte[] child) {
        sha256.update(child);
        return sha256.digest(child);
    }
}
