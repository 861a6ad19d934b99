package io.spate.api.blocks;

/**
 * Bytes of a torrent that lie next to each other, perhaps in several pieces.
 *
 * @param offset in the torrent, as in {@link io.spate.api.PieceLayout}
 * @param length in bytes, 1 or more
 */
public record BlockRange(long offset, long length) {
    public BlockRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException(
                    "range of " + length + " bytes at " + offset + " (expected: 1 or more, at 0 or more)");
        }
    }

    /** The offset behind its last byte. */
    public long end() {
        return offset + length;
    }
}
