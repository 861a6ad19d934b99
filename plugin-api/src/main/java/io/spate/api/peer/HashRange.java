package io.spate.api.peer;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Which hashes of a file's Merkle tree a peer asks for, sends or refuses (BEP 52). Numbers are as the peer sent them, read
 * as signed: nothing here is known to be in range.
 *
 * @param piecesRoot 32 bytes, the root of the file's tree; not copied
 * @param baseLayer 0 for the hashes of blocks
 * @param index of the first hash in the base layer
 * @param length hashes of the base layer
 * @param proofLayers layers above the base that are asked for
 */
public record HashRange(byte[] piecesRoot, int baseLayer, int index, int length, int proofLayers) {
    public static final int ROOT_LENGTH = 32;

    public HashRange {
        if (piecesRoot.length != ROOT_LENGTH) {
            throw new IllegalArgumentException("pieces root: " + piecesRoot.length + " bytes (expected: 32)");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HashRange range
                && Arrays.equals(piecesRoot, range.piecesRoot)
                && baseLayer == range.baseLayer
                && index == range.index
                && length == range.length
                && proofLayers == range.proofLayers;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(piecesRoot) + 31 * (31 * baseLayer + index) + length + proofLayers;
    }

    @Override
    public String toString() {
        return "layer " + baseLayer + " from " + index + ", " + length + " hashes, " + proofLayers + " proof layers of "
                + HexFormat.of().formatHex(piecesRoot);
    }
}
