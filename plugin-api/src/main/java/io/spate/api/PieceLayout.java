package io.spate.api;

import java.util.Optional;

/**
 * How a torrent's bytes divide into pieces and blocks: the one place that does arithmetic on piece lengths (BEP 3).
 *
 * @param totalLength bytes of all files, pad files included; more than 0, less than 2^48
 * @param pieceLength bytes of every piece but the last, 1..536854528
 */
public record PieceLayout(long totalLength, int pieceLength) {
    /** Bytes of a block as everybody requests it; the last of a piece may be shorter. */
    public static final int BLOCK_LENGTH = 16 * 1024;

    public static final int MAX_PIECE_LENGTH = 32767 * BLOCK_LENGTH;
    public static final int MAX_PIECES = 0x200000;
    private static final long MAX_TOTAL_LENGTH = 1L << 48;

    public PieceLayout {
        if (totalLength <= 0 || totalLength >= MAX_TOTAL_LENGTH) {
            throw new IllegalArgumentException(
                    "total length: " + totalLength + " (expected: 1.." + (MAX_TOTAL_LENGTH - 1) + ")");
        }
        if (pieceLength <= 0 || pieceLength > MAX_PIECE_LENGTH) {
            throw new IllegalArgumentException(
                    "piece length: " + pieceLength + " (expected: 1.." + MAX_PIECE_LENGTH + ")");
        }
        if ((totalLength - 1) / pieceLength + 1 > MAX_PIECES) {
            throw new IllegalArgumentException(
                    "pieces: " + ((totalLength - 1) / pieceLength + 1) + " (expected: 1.." + MAX_PIECES + ")");
        }
    }

    public int pieceCount() {
        return (int) ((totalLength - 1) / pieceLength + 1);
    }

    public boolean hasPiece(int untrusted) {
        return untrusted >= 0 && untrusted < pieceCount();
    }

    /** Whether what a peer named lies wholly inside one piece, and is not empty. */
    public boolean hasRange(int piece, int begin, int length) {
        return hasPiece(piece) && begin >= 0 && length > 0 && (long) begin + length <= lengthOf(piece);
    }

    /** The range that a peer named, or empty if it does not lie wholly inside one piece. */
    public Optional<Block> block(int piece, int begin, int length) {
        return hasRange(piece, begin, length) ? Optional.of(new Block(piece, begin, length)) : Optional.empty();
    }

    /** Whether what a peer named is a block as we request it: aligned and of full length, or the last of its piece. */
    public boolean isRequestable(int piece, int begin, int length) {
        return hasRange(piece, begin, length)
                && begin % BLOCK_LENGTH == 0
                && length == blockLength(piece, begin / BLOCK_LENGTH);
    }

    /** Bytes of the piece; only the last may be shorter than {@link #pieceLength}. */
    public int lengthOf(int piece) {
        return (int) Math.min(pieceLength, totalLength - offsetOf(piece));
    }

    /** Where the piece begins in the torrent, in bytes. */
    public long offsetOf(int piece) {
        return (long) piece * pieceLength;
    }

    public int blockCount(int piece) {
        return (lengthOf(piece) - 1) / BLOCK_LENGTH + 1;
    }

    /** @param block its number in the piece, 0..blockCount-1 */
    public int blockLength(int piece, int block) {
        return Math.min(BLOCK_LENGTH, lengthOf(piece) - block * BLOCK_LENGTH);
    }

    /** The piece that holds the byte at this offset of the torrent. */
    public int pieceAt(long offset) {
        return (int) (offset / pieceLength);
    }
}
