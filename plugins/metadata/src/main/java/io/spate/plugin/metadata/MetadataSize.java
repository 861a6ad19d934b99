package io.spate.plugin.metadata;

/**
 * How metadata divides into the pieces that BEP 9 numbers.
 *
 * @param bytes of the info dictionary, 1 or more
 */
record MetadataSize(int bytes) {
    /** Bytes of every piece but the last. */
    static final int PIECE_LENGTH = 16 * 1024;

    MetadataSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("metadata: " + bytes + " bytes (expected: 1 or more)");
        }
    }

    int pieceCount() {
        return (bytes - 1) / PIECE_LENGTH + 1;
    }

    boolean hasPiece(int piece) {
        return piece >= 0 && piece < pieceCount();
    }

    int offsetOf(int piece) {
        return piece * PIECE_LENGTH;
    }

    int lengthOf(int piece) {
        return Math.min(PIECE_LENGTH, bytes - offsetOf(piece));
    }
}
