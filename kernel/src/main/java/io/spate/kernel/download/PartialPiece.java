package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.PieceLayout;
import io.spate.kernel.check.PieceHasher;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A piece on its way: which blocks were asked for, who sent them, and where their bytes are. Confined to the torrent's loop,
 * but for the hasher, which belongs to the disk job that {@link #isBusy} tells of.
 */
final class PartialPiece {
    /** Bytes gathered for one write. */
    static final int RUN_LENGTH = 4 * 1024 * 1024;

    private static final int BLOCKS_A_RUN = RUN_LENGTH / BLOCK_LENGTH;

    final int piece;
    final int length;
    final int blockCount;
    final PieceRun[] runs;
    final PieceHasher hasher;

    /** Nobody else may be asked for its blocks. */
    BlockSupplier exclusiveTo;

    /** Its place in the list of pieces with free blocks, or -1. */
    int openIndex = -1;

    int nextRun;

    /** Whether a run is being hashed. */
    boolean busy;

    /** Disk jobs that have to do with it. */
    int jobs;

    /** How many of its blocks the journal knows of. */
    int recorded;

    /** Whether one of them failed: what is in storage is not known any more. */
    boolean isBroken;

    private final BitSet received = new BitSet();
    private final byte[] requests;
    private final BlockSupplier[] senders;
    private final BlockSupplier[] writers;
    private int free;
    private int firstFree;

    PartialPiece(PieceLayout layout, int piece, PieceHasher hasher) {
        this.piece = piece;
        this.length = layout.lengthOf(piece);
        this.blockCount = layout.blockCount(piece);
        this.hasher = hasher;
        hasher.begin(piece);
        this.requests = new byte[blockCount];
        this.senders = new BlockSupplier[blockCount];
        this.writers = new BlockSupplier[blockCount];
        this.free = blockCount;
        this.runs = new PieceRun[(blockCount - 1) / BLOCKS_A_RUN + 1];
        for (int i = 0; i < runs.length; i++) {
            int first = i * BLOCKS_A_RUN;
            int offset = first * BLOCK_LENGTH;
            runs[i] = new PieceRun(
                    first, Math.min(BLOCKS_A_RUN, blockCount - first), offset, Math.min(RUN_LENGTH, length - offset));
        }
    }

    PieceRun runOf(int block) {
        return runs[block / BLOCKS_A_RUN];
    }

    int blockLength(int block) {
        return Math.min(BLOCK_LENGTH, length - block * BLOCK_LENGTH);
    }

    boolean hasFree() {
        return free > 0;
    }

    /** The first block at or after {@code from} that nobody was asked for, or -1. */
    int nextFree(int from) {
        for (int block = Math.max(from, firstFree); block < blockCount; block++) {
            if (isFree(block)) {
                return block;
            }
            if (block == firstFree) {
                firstFree++;
            }
        }
        return -1;
    }

    boolean isFree(int block) {
        return requests[block] == 0 && !received.get(block);
    }

    boolean isReceived(int block) {
        return received.get(block);
    }

    boolean isAnyReceived() {
        return !received.isEmpty();
    }

    int requestCount(int block) {
        return requests[block];
    }

    void onRequested(int block) {
        if (isFree(block)) {
            free--;
        }
        requests[block]++;
    }

    /** A request for the block will not be answered, or was. */
    void onRequestEnded(int block) {
        if (requests[block] > 0) {
            requests[block]--;
            if (isFree(block)) {
                free++;
                firstFree = Math.min(firstFree, block);
            }
        }
    }

    void onReceived(int block, BlockSupplier sender) {
        if (isFree(block)) {
            free--;
        }
        received.set(block);
        senders[block] = sender;
        runOf(block).missing--;
    }

    /** Who is filling the block's place in memory right now, or null. */
    BlockSupplier writer(int block) {
        return writers[block];
    }

    void writer(int block, BlockSupplier supplier) {
        writers[block] = supplier;
    }

    /** A copy of which blocks are there. */
    BitSet receivedBlocks() {
        return (BitSet) received.clone();
    }

    Set<BlockSupplier> senders() {
        Set<BlockSupplier> distinct = new LinkedHashSet<>();
        for (BlockSupplier sender : senders) {
            if (sender != null) {
                distinct.add(sender);
            }
        }
        return distinct;
    }

    /** Whether blocks were in storage before anybody sent one. */
    boolean hasUnknownSenders() {
        return received.stream().anyMatch(block -> senders[block] == null);
    }

    boolean isBusy() {
        return busy;
    }

    /** Which blocks are in storage, as far as no job is under way: those of runs that were finished or have no memory. */
    BitSet storedBlocks() {
        BitSet stored = receivedBlocks();
        for (int i = nextRun; i < runs.length; i++) {
            if (!runs[i].writtenThrough) {
                stored.clear(runs[i].firstBlock, runs[i].firstBlock + runs[i].blocks);
            }
        }
        return stored;
    }

    /** Gives back its memory. */
    void releaseBuffers() {
        for (PieceRun run : runs) {
            if (run.buffer != null) {
                run.buffer.release();
                run.buffer = null;
            }
        }
    }
}
