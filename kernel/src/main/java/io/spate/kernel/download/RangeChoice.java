package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import java.util.Optional;

/**
 * Which range to book for a supplier that delivers blocks in order: of the pieces of the highest priority where it is already, or
 * else the longest gap, since it costs such a supplier a new request to go elsewhere; in a torrent that is wanted in its order, the
 * first gap. Rare pieces are left to the peers, who ask for them first. Confined to the torrent's loop.
 */
final class RangeChoice {
    private static final int MAX_REQUESTS_A_BLOCK = 4;

    private final PieceLayout layout;
    private final PartialPieces pieces;
    private final BlockChoice choice;
    private final RangeOrder order;

    RangeChoice(PieceLayout layout, PartialPieces pieces, BlockChoice choice) {
        this.layout = layout;
        this.pieces = pieces;
        this.choice = choice;
        this.order = new RangeOrder(layout.pieceCount());
    }

    RangeOrder order() {
        return order;
    }

    /** @param after where the supplier's last range ended */
    Optional<BlockRange> choose(BlockSupplier supplier, long after, long atMost) {
        if (pieces.isClosed()) {
            return Optional.empty();
        }
        int priority = highestPriority(supplier);
        int first = order.isSequential() ? firstFresh(supplier, priority) : -1;
        if (isFreeAt(supplier, after) && isInOrder(layout.pieceAt(after), priority, first)) {
            return Optional.of(bookFree(supplier, after, atMost));
        }
        int gap = order.isSequential() ? first : gap(supplier, priority);
        if (gap >= 0) {
            return Optional.of(bookFree(supplier, layout.offsetOf(gap), atMost));
        }
        PartialPiece left = leftBehind(supplier);
        if (left != null) {
            return Optional.of(bookFree(supplier, offset(left, left.nextFree(0)), atMost));
        }
        boolean isIdle = supplier.outstanding().isEmpty();
        return isIdle && pieces.isEndGame() ? bookBusy(supplier, atMost) : Optional.empty();
    }

    /** Of the pieces that nobody has begun; if all have the same, that. */
    private int highestPriority(BlockSupplier supplier) {
        if (order.isUniform()) {
            return 0;
        }
        int highest = 0;
        Bitfield missing = pieces.missing();
        for (int piece = missing.nextSet(0); piece >= 0; piece = missing.nextSet(piece + 1)) {
            if (order.priority(piece) > highest && isFreshFor(supplier, piece)) {
                highest = order.priority(piece);
            }
        }
        return highest;
    }

    private int firstFresh(BlockSupplier supplier, int priority) {
        int piece = pieces.missing().nextSet(0);
        while (piece >= 0 && !isNextFor(supplier, piece, priority)) {
            piece = pieces.missing().nextSet(piece + 1);
        }
        return piece;
    }

    private boolean isInOrder(int piece, int priority, int first) {
        return order.priority(piece) >= priority && (first < 0 || piece <= first);
    }

    private boolean isFreeAt(BlockSupplier supplier, long offset) {
        if (offset >= layout.totalLength()) {
            return false;
        }
        int piece = layout.pieceAt(offset);
        int begin = (int) (offset - layout.offsetOf(piece));
        PartialPiece partial = pieces.at(piece);
        if (!supplier.pieces().has(piece)) {
            return false;
        }
        return partial == null
                ? begin == 0 && pieces.isStartable(piece)
                : mayTake(partial, supplier) && begin % BLOCK_LENGTH == 0 && partial.isFree(begin / BLOCK_LENGTH);
    }

    private boolean mayTake(PartialPiece partial, BlockSupplier supplier) {
        return pieces.isUnderWay(partial) && (partial.exclusiveTo == null || partial.exclusiveTo == supplier);
    }

    /**
     * Where the longest row of pieces begins that nobody has begun; -1 if there is none. If somebody is at the piece before it
     * and will come this way, its middle.
     */
    private int gap(BlockSupplier supplier, int priority) {
        int longest = 0;
        int from = -1;
        int piece = pieces.missing().nextSet(0);
        while (piece >= 0) {
            int end = piece;
            while (end < layout.pieceCount() && isNextFor(supplier, end, priority)) {
                end++;
            }
            if (end - piece > longest) {
                longest = end - piece;
                from = piece;
            }
            piece = pieces.missing().nextSet(end + 1);
        }
        boolean isTaken = from > 0 && pieces.at(from - 1) != null;
        return isTaken ? from + longest / 2 : from;
    }

    private boolean isNextFor(BlockSupplier supplier, int piece, int priority) {
        return order.priority(piece) >= priority && isFreshFor(supplier, piece);
    }

    private boolean isFreshFor(BlockSupplier supplier, int piece) {
        return pieces.isStartable(piece) && supplier.pieces().has(piece);
    }

    private PartialPiece leftBehind(BlockSupplier supplier) {
        for (PartialPiece partial : pieces.open()) {
            if (supplier.pieces().has(partial.piece) && mayTake(partial, supplier) && partial.nextFree(0) >= 0) {
                return partial;
            }
        }
        return null;
    }

    /** From a free block on, through as many pieces as follow without a gap and are as urgent; at least that block. */
    private BlockRange bookFree(BlockSupplier supplier, long from, long atMost) {
        int priority = order.priority(layout.pieceAt(from));
        long length = 0;
        while (length == 0 || length < atMost && isFreeAt(supplier, from + length)) {
            int piece = layout.pieceAt(from + length);
            if (order.priority(piece) != priority) {
                break;
            }
            PartialPiece partial = pieces.at(piece) == null ? choice.begin(piece) : pieces.at(piece);
            int block = (int) ((from + length - layout.offsetOf(piece)) / BLOCK_LENGTH);
            while (block < partial.blockCount && partial.isFree(block) && (length == 0 || length < atMost)) {
                partial.onRequested(block);
                length += partial.blockLength(block);
                block++;
            }
            pieces.update(partial);
        }
        return new BlockRange(from, length);
    }

    /** The end game: what others were asked for and have not sent. */
    private Optional<BlockRange> bookBusy(BlockSupplier supplier, long atMost) {
        for (PartialPiece partial : pieces.all()) {
            if (supplier.pieces().has(partial.piece) && mayTake(partial, supplier)) {
                Optional<BlockRange> range = bookBusy(partial, supplier, atMost);
                if (range.isPresent()) {
                    return range;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<BlockRange> bookBusy(PartialPiece partial, BlockSupplier supplier, long atMost) {
        int first = 0;
        while (first < partial.blockCount && !isBusy(partial, first, supplier)) {
            first++;
        }
        long length = 0;
        for (int block = first;
                block < partial.blockCount && length < atMost && isBusy(partial, block, supplier);
                block++) {
            partial.onRequested(block);
            length += partial.blockLength(block);
        }
        return length == 0 ? Optional.empty() : Optional.of(new BlockRange(offset(partial, first), length));
    }

    private static boolean isBusy(PartialPiece partial, int block, BlockSupplier supplier) {
        return !partial.isReceived(block)
                && partial.requestCount(block) < MAX_REQUESTS_A_BLOCK
                && !supplier.isReceiving(partial, block);
    }

    private long offset(PartialPiece partial, int block) {
        return layout.offsetOf(partial.piece) + (long) block * BLOCK_LENGTH;
    }
}
