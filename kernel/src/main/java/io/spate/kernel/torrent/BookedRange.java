package io.spate.kernel.torrent;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** A range that a source was asked for, and how much of it has come. Confined to the torrent's loop. */
final class BookedRange {
    private final PieceLayout layout;
    private final BlockRange range;
    private final Set<Long> released = new HashSet<>();

    /** Where the block begins that comes next, or is coming. */
    private long blockAt;

    /** Bytes of that block that have come. */
    private int come;

    /** Whether the block that is coming goes into its piece. */
    private boolean taken;

    BookedRange(PieceLayout layout, BlockRange range) {
        this.layout = layout;
        this.range = range;
        this.blockAt = range.offset();
    }

    int piece() {
        return layout.pieceAt(blockAt);
    }

    int begin() {
        return (int) (blockAt - layout.offsetOf(piece()));
    }

    int block() {
        return begin() / BLOCK_LENGTH;
    }

    int blockLength() {
        return layout.blockLength(piece(), block());
    }

    boolean isAtBlockStart() {
        return come == 0 && !taken;
    }

    /** Whether nobody waits for the block that comes next. */
    boolean isReleased() {
        return released.contains(blockAt);
    }

    /** The block begins to come. @return whether it is of use */
    boolean takeBlock() {
        taken = !isReleased();
        return taken;
    }

    boolean isTaken() {
        return taken;
    }

    int leftOfBlock() {
        return blockLength() - come;
    }

    void skip(int bytes) {
        come += bytes;
    }

    void nextBlock() {
        blockAt += blockLength();
        come = 0;
        taken = false;
    }

    boolean isDone() {
        return blockAt >= range.end();
    }

    /** Bytes that have not come. */
    long left() {
        return range.end() - blockAt - come;
    }

    /**
     * Nobody waits any more for the block at this offset.
     *
     * @return whether somebody did, and it has not begun to come
     */
    boolean release(long offset) {
        boolean isAhead = offset < range.end() && (taken ? offset > blockAt : offset >= blockAt);
        return isAhead && released.add(offset);
    }

    /** @param each called with the offset of each block that somebody waits for and that has not begun to come */
    void releaseRest(LongConsumer each) {
        long at = blockAt;
        while (at < range.end()) {
            if (release(at)) {
                each.accept(at);
            }
            int piece = layout.pieceAt(at);
            at += layout.blockLength(piece, (int) (at - layout.offsetOf(piece)) / BLOCK_LENGTH);
        }
    }

    /** Whether anybody waits for any of what has not come. */
    boolean isNeeded() {
        if (taken) {
            return true;
        }
        long at = blockAt;
        while (at < range.end()) {
            if (!released.contains(at)) {
                return true;
            }
            int piece = layout.pieceAt(at);
            at += layout.blockLength(piece, (int) (at - layout.offsetOf(piece)) / BLOCK_LENGTH);
        }
        return false;
    }
}
