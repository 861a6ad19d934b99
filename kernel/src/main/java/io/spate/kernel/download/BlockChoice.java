package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.PieceVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which blocks to ask a supplier for: first of the piece that it is at, then of pieces that were begun, then of a new one that
 * the picker names; at the very end, of what others were asked for. A block is only asked for when there is memory for it.
 * Confined to the torrent's loop.
 */
final class BlockChoice {
    /** Nobody is asked for a block that so many were asked for already. */
    private static final int MAX_REQUESTS_A_BLOCK = 4;

    /** Begun pieces with blocks to ask for, beyond those that grow with the number of suppliers. */
    private static final int LEAST_MAX_OPEN = 4;

    private final PieceLayout layout;
    private final PartialPieces pieces;
    private final TorrentPicker picker;
    private final PieceVerifier verifier;
    private final BufferPool memory;
    private final MemoryTurns turns = new MemoryTurns();
    private final Loop loop;
    private final RandomGenerator random;

    /** Bytes that the last choice found no memory for, or 0. */
    private int starvedFor;

    private boolean followsSuggestions = true;

    BlockChoice(
            PieceLayout layout,
            PartialPieces pieces,
            TorrentPicker picker,
            DownloadResources resources,
            RandomGenerator random) {
        this.layout = layout;
        this.pieces = pieces;
        this.picker = picker;
        this.verifier = resources.verifier();
        this.memory = resources.memory();
        this.loop = resources.loop();
        this.random = random;
    }

    /** @return how many were chosen, at most {@code count} */
    int choose(BlockSupplier supplier, int suppliers, int count, PieceDownloads.RequestSink out) {
        starvedFor = 0;
        int chosen = chooseFree(supplier, suppliers, count, out);
        boolean isIdle = chosen == 0 && supplier.outstanding().isEmpty();
        if (isIdle && starvedFor > 0) {
            turns.await(supplier);
            return 0;
        }
        turns.remove(supplier);
        return isIdle && pieces.isEndGame() ? takeBusy(supplier, out) : chosen;
    }

    private int chooseFree(BlockSupplier supplier, int suppliers, int count, PieceDownloads.RequestSink out) {
        int chosen = supplier.current == null ? 0 : take(supplier.current, supplier, count, out);
        while (chosen < count) {
            PartialPiece next = nextPiece(supplier, suppliers);
            int taken = next == null ? 0 : take(next, supplier, count - chosen, out);
            if (taken == 0) {
                break;
            }
            supplier.current = next;
            chosen += taken;
        }
        return chosen;
    }

    /** Bytes that the last choice found no memory for, or 0. */
    int starvedFor() {
        return starvedFor;
    }

    /** There is memory again: those that wait for it choose in their turn. */
    void serveWaiting() {
        turns.serve();
    }

    /** The supplier is gone. */
    void forget(BlockSupplier supplier) {
        turns.remove(supplier);
    }

    /** Whoever wants pieces in their order does not want them in that of a peer. */
    void followSuggestions(boolean follow) {
        followsSuggestions = follow;
    }

    /** Begins a piece, without memory for it yet. */
    PartialPiece begin(int piece) {
        PartialPiece partial = new PartialPiece(layout, piece, verifier.newHasher());
        pieces.add(partial);
        picker.onTaken(piece);
        return partial;
    }

    private PartialPiece nextPiece(BlockSupplier supplier, int suppliers) {
        // Pieces that somebody left are finished before too many others are begun: they hold memory.
        int maxOpen = LEAST_MAX_OPEN + suppliers * 3 / 2;
        if (supplier.isOnParole()
                || supplier.wantsWholePieces() && pieces.open().size() <= maxOpen) {
            PartialPiece fresh = startPiece(supplier);
            return fresh != null ? fresh : sharedPiece(supplier);
        }
        PartialPiece shared = sharedPiece(supplier);
        return shared != null ? shared : startPiece(supplier);
    }

    private PartialPiece sharedPiece(BlockSupplier supplier) {
        for (PartialPiece partial : pieces.open()) {
            if (supplier.pieces().has(partial.piece)
                    && mayTake(partial, supplier)
                    && hasReadyFreeBlock(partial, supplier)) {
                return partial;
            }
        }
        return null;
    }

    private PartialPiece startPiece(BlockSupplier supplier) {
        int piece = newPiece(supplier);
        if (piece < 0 || !pieces.isStartable(piece)) {
            return null;
        }
        Optional<ByteBuf> buffer = acquire(Math.min(PartialPiece.RUN_LENGTH, layout.lengthOf(piece)), supplier);
        if (buffer.isEmpty()) {
            return null;
        }
        PartialPiece partial = begin(piece);
        begin(partial.runs[0], buffer.get());
        if (supplier.isOnParole()) {
            partial.exclusiveTo = supplier;
        }
        return partial;
    }

    /** @return -1 if there is none */
    private int newPiece(BlockSupplier supplier) {
        if (supplier.isSnubbed()) {
            return picker.pickCommon(supplier.pieces());
        }
        while (followsSuggestions && !supplier.suggestions().isEmpty()) {
            int suggested = supplier.suggestions().removeFirst();
            if (supplier.pieces().has(suggested) && pieces.isStartable(suggested)) {
                return suggested;
            }
        }
        return picker.pick(supplier.pieces());
    }

    private int take(PartialPiece partial, BlockSupplier supplier, int count, PieceDownloads.RequestSink out) {
        if (!pieces.isUnderWay(partial)
                || !mayTake(partial, supplier)
                || !supplier.pieces().has(partial.piece)) {
            return 0;
        }
        int taken = 0;
        int block = partial.nextFree(0);
        while (block >= 0 && taken < count) {
            PieceRun run = partial.runOf(block);
            if (makeReady(run, supplier)) {
                request(partial, block, out);
                taken++;
                block = partial.nextFree(block + 1);
            } else {
                block = partial.nextFree(run.firstBlock + run.blocks);
            }
        }
        pieces.update(partial);
        return taken;
    }

    private static boolean mayTake(PartialPiece partial, BlockSupplier supplier) {
        return partial.exclusiveTo == null || partial.exclusiveTo == supplier;
    }

    private boolean hasReadyFreeBlock(PartialPiece partial, BlockSupplier supplier) {
        int block = partial.nextFree(0);
        while (block >= 0) {
            PieceRun run = partial.runOf(block);
            if (makeReady(run, supplier)) {
                return true;
            }
            block = partial.nextFree(run.firstBlock + run.blocks);
        }
        return false;
    }

    /** @return whether there is memory for the run, whoever else waits for some */
    boolean makeReady(PieceRun run) {
        if (!run.isReady()) {
            memory.acquire(run.length).ifPresent(buffer -> begin(run, buffer));
        }
        return run.isReady();
    }

    private boolean makeReady(PieceRun run, BlockSupplier supplier) {
        if (!run.isReady()) {
            acquire(run.length, supplier).ifPresent(buffer -> begin(run, buffer));
        }
        return run.isReady();
    }

    private void begin(PieceRun run, ByteBuf buffer) {
        run.buffer = buffer;
        run.lastBlockNanos = loop.nanoTime();
    }

    private Optional<ByteBuf> acquire(int bytes, BlockSupplier supplier) {
        Optional<ByteBuf> buffer = turns.isTurnOf(supplier) ? memory.acquire(bytes) : Optional.empty();
        if (buffer.isEmpty()) {
            starvedFor = bytes;
        }
        return buffer;
    }

    /** The end game, for a supplier of whom nothing is outstanding: one block that others were asked for, chosen at random. */
    private int takeBusy(BlockSupplier supplier, PieceDownloads.RequestSink out) {
        List<PartialPiece> candidates = new ArrayList<>();
        for (PartialPiece partial : pieces.all()) {
            if (pieces.isUnderWay(partial) && supplier.pieces().has(partial.piece) && mayTake(partial, supplier)) {
                candidates.add(partial);
            }
        }
        int start = candidates.isEmpty() ? 0 : random.nextInt(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            PartialPiece partial = candidates.get((start + i) % candidates.size());
            int block = busyBlock(partial, supplier);
            if (block >= 0) {
                request(partial, block, out);
                return 1;
            }
        }
        return 0;
    }

    private int busyBlock(PartialPiece partial, BlockSupplier supplier) {
        int start = random.nextInt(partial.blockCount);
        for (int i = 0; i < partial.blockCount; i++) {
            int block = (start + i) % partial.blockCount;
            if (!partial.isReceived(block)
                    && partial.requestCount(block) < MAX_REQUESTS_A_BLOCK
                    && partial.runOf(block).isReady()
                    && !supplier.isReceiving(partial, block)) {
                return block;
            }
        }
        return -1;
    }

    private static void request(PartialPiece partial, int block, PieceDownloads.RequestSink out) {
        partial.onRequested(block);
        out.request(partial.piece, block * BLOCK_LENGTH, partial.blockLength(block));
    }
}
