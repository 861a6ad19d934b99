package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Where the bytes of an arriving block go: at once to their place in the run, if nobody else is filling it; else to a buffer
 * of their own until the block is whole. Confined to the torrent's loop.
 */
final class BlockArrivals {
    private final PartialPieces pieces;
    private final PieceDisk disk;

    BlockArrivals(PartialPieces pieces, PieceDisk disk) {
        this.pieces = pieces;
        this.disk = disk;
    }

    void start(BlockSupplier supplier, int piece, int begin, int length) {
        PartialPiece partial = pieces.at(piece);
        if (pieces.isClosed() || partial == null) {
            return;
        }
        int block = begin / BLOCK_LENGTH;
        supplier.arriving = partial;
        supplier.arrivingBlock = block;
        supplier.arrivingIsLate = false;
        if (partial.isReceived(block)) {
            return;
        }
        PieceRun run = partial.runOf(block);
        supplier.targetIsScratch = run.buffer == null || partial.writer(block) != null;
        if (supplier.targetIsScratch) {
            supplier.target = Unpooled.directBuffer(length, length);
            supplier.targetIndex = 0;
        } else {
            partial.writer(block, supplier);
            supplier.target = run.buffer;
            supplier.targetIndex = begin - run.offset;
        }
    }

    /** Always consumes exactly {@code count}. */
    void onBytes(BlockSupplier supplier, ByteBuf in, int count) {
        if (supplier.target == null) {
            in.skipBytes(count);
        } else {
            in.readBytes(supplier.target, supplier.targetIndex, count);
            supplier.targetIndex += count;
        }
    }

    /**
     * Takes over the supplier's target.
     *
     * @return whether the block is stored; if not, it is not needed, or there is no place for it, and {@link #abort} is due
     */
    boolean store(BlockSupplier supplier) {
        PartialPiece partial = supplier.arriving;
        int block = supplier.arrivingBlock;
        if (supplier.target == null || !pieces.isCurrent(partial) || partial.isReceived(block)) {
            return false;
        }
        ByteBuf bytes = supplier.target;
        PieceRun run = partial.runOf(block);
        if (!supplier.targetIsScratch) {
            partial.writer(block, null);
        } else if (run.buffer != null) {
            run.buffer.setBytes(block * BLOCK_LENGTH - run.offset, bytes, 0, partial.blockLength(block));
            bytes.release();
            disown(partial, block);
        } else if (!disk.writeThrough(partial, run, block, bytes)) {
            return false;
        }
        supplier.target = null;
        supplier.arriving = null;
        return true;
    }

    /** The block takes too long: others may be asked for it, and it is taken all the same if it comes first. */
    void onLate(BlockSupplier supplier) {
        if (supplier.arriving != null) {
            endRequest(supplier);
            supplier.arrivingIsLate = true;
        }
    }

    /** The block will not be finished: it can be asked for again. */
    void abort(BlockSupplier supplier) {
        PartialPiece partial = supplier.arriving;
        if (partial == null) {
            return;
        }
        if (supplier.target != null && supplier.targetIsScratch) {
            supplier.target.release();
        } else if (supplier.target != null) {
            partial.writer(supplier.arrivingBlock, null);
        }
        supplier.target = null;
        endRequest(supplier);
        supplier.arriving = null;
    }

    private void endRequest(BlockSupplier supplier) {
        if (!supplier.arrivingIsLate) {
            supplier.arriving.onRequestEnded(supplier.arrivingBlock);
            pieces.update(supplier.arriving);
        }
    }

    /** The memory of these blocks is given up: what suppliers still send of them is thrown away. */
    static void disown(PartialPiece partial, int from, int count) {
        for (int block = from; block < from + count; block++) {
            disown(partial, block);
        }
    }

    private static void disown(PartialPiece partial, int block) {
        BlockSupplier writer = partial.writer(block);
        if (writer != null) {
            writer.target = null;
            partial.writer(block, null);
        }
    }
}
