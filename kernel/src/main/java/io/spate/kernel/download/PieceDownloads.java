package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.policy.TorrentPicker;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The pieces of one torrent that are on their way: what to ask whom for is chosen by {@link BlockChoice}, what arrives goes
 * its way through {@link BlockArrivals}, and {@link PieceDisk} has it hashed and written; {@link RunMemory} helps where memory
 * is short; here is decided what becomes of a piece. Confined to the torrent's loop.
 *
 * <p>A piece is in exactly one state: had ({@link #have}), partial, or to be started (known to the picker as wanted), or
 * unwanted. A block of a partial piece is free, requested from one or (in the end game) several, or received.
 */
public final class PieceDownloads {
    private final Loop loop;
    private final TorrentPicker picker;
    private final DownloadEvents events;
    private final PartialPieces pieces;
    private final BlockChoice choice;
    private final RangeChoice ranges;
    private final PieceDisk disk;
    private final BlockArrivals arrivals;
    private final RunMemory memory;
    private final Set<BlockSupplier> suppliers = new LinkedHashSet<>();

    /** @param have what is verified already; owned by this from now on */
    public PieceDownloads(
            PieceLayout layout,
            Bitfield have,
            DownloadResources resources,
            TorrentPicker picker,
            RandomGenerator random,
            DownloadEvents events) {
        this.loop = resources.loop();
        this.picker = picker;
        this.events = events;
        this.pieces = new PartialPieces(have);
        this.choice = new BlockChoice(layout, pieces, picker, resources, random);
        this.ranges = new RangeChoice(layout, pieces, choice);
        this.disk = new PieceDisk(resources, new Outcomes());
        this.arrivals = new BlockArrivals(pieces, disk);
        this.memory = new RunMemory(resources, pieces, disk, this::onRoom);
        for (int piece = 0; piece < have.size(); piece++) {
            picker.onTaken(piece); // until it is wanted
        }
    }

    /** What is verified. Not to be changed by the caller. */
    public Bitfield have() {
        return pieces.have();
    }

    public boolean isWanted(int piece) {
        return pieces.isWanted(piece);
    }

    /** What is wanted and not verified yet. Not to be changed by the caller. */
    public Bitfield missing() {
        return pieces.missing();
    }

    public int wantedMissing() {
        return pieces.missing().count();
    }

    /** Tells that a piece is wanted: it will be started when its turn comes. */
    public void want(int piece) {
        if (!pieces.want(piece)) {
            return;
        }
        PartialPiece partial = pieces.at(piece);
        if (partial == null) {
            picker.onWanted(piece);
        } else {
            pieces.update(partial);
            advance(partial);
        }
    }

    /** Takes {@link #want} back; a piece that was begun is dropped. */
    public void unwant(int piece) {
        if (!pieces.unwant(piece)) {
            return;
        }
        PartialPiece partial = pieces.at(piece);
        if (partial == null) {
            picker.onTaken(piece);
        } else {
            pieces.update(partial);
            settle(partial);
        }
    }

    /** Goes on with a piece of which some blocks are in storage already. It must be wanted. */
    public void restore(int piece, BitSet blocks) {
        PartialPiece partial = choice.begin(piece);
        blocks.stream().filter(block -> block < partial.blockCount).forEach(block -> {
            partial.onReceived(block, null);
            partial.runOf(block).writtenThrough = true;
        });
        pieces.update(partial);
        advance(partial);
    }

    public void add(BlockSupplier supplier) {
        suppliers.add(supplier);
    }

    /** The supplier is gone; its requests were given back before by {@link #onRequestEnded}. */
    public void remove(BlockSupplier supplier) {
        abortBlock(supplier);
        suppliers.remove(supplier);
        choice.forget(supplier);
        onStalled(supplier);
    }

    /** Nothing is to be had from the supplier for a while: what was kept for it alone is for all. */
    public void onStalled(BlockSupplier supplier) {
        pieces.all().forEach(partial -> {
            if (partial.exclusiveTo == supplier) {
                partial.exclusiveTo = null;
            }
        });
    }

    /** How urgent a piece is for suppliers that deliver ranges; the picker is told apart. @param priority 0..7 */
    public void prioritise(int piece, int priority) {
        ranges.order().priority(piece, priority);
    }

    /**
     * Whether pieces are wanted in their order: suppliers that deliver ranges keep to it, and pieces that a peer suggests are not
     * begun before those that the picker names.
     */
    public void sequential(boolean on) {
        ranges.order().sequential(on);
        choice.followSuggestions(!on);
    }

    /**
     * Chooses blocks to ask the supplier for, and books them.
     *
     * @param count at most so many
     * @return how many were chosen; fewer mean that there is nothing more for it now
     */
    public int pick(BlockSupplier supplier, int count, RequestSink out) {
        if (pieces.isClosed()) {
            return 0;
        }
        int picked = choice.choose(supplier, suppliers.size(), count, out);
        if (choice.starvedFor() > 0) {
            memory.await(choice.starvedFor());
        }
        return picked;
    }

    /**
     * Chooses neighbouring blocks for a supplier that delivers in order, and books them.
     *
     * @param after where its last range ended
     * @param atMost bytes, 1 or more
     */
    public Optional<BlockRange> book(BlockSupplier supplier, long after, long atMost) {
        return ranges.choose(supplier, after, atMost);
    }

    /**
     * Makes sure that there is memory for a block that was booked, and is about to arrive.
     *
     * @return whether there is; if not, {@link DownloadEvents#onRoom} tells when there may be
     */
    public boolean makeReady(int piece, int block) {
        PartialPiece partial = pieces.at(piece);
        if (pieces.isClosed() || partial == null || partial.isReceived(block)) {
            return true; // it will be thrown away
        }
        boolean isReady = choice.makeReady(partial.runOf(block));
        if (!isReady) {
            memory.await(partial.runOf(block).length);
        }
        return isReady;
    }

    /** Whether nothing is left to ask anybody for that nobody was asked for. */
    public boolean isEndGame() {
        return pieces.isEndGame();
    }

    /** A request of the supplier's will not be answered: choke, reject, time-out, close. */
    public void onRequestEnded(int piece, int begin) {
        PartialPiece partial = pieces.at(piece);
        if (partial != null) {
            partial.onRequestEnded(begin / BLOCK_LENGTH);
            pieces.update(partial);
        }
    }

    /**
     * The first bytes of a requested block are here. The rest follows by {@link #onBlockBytes}, and {@link #endBlock} or
     * {@link #abortBlock} ends it.
     */
    public void startBlock(BlockSupplier supplier, int piece, int begin, int length) {
        arrivals.start(supplier, piece, begin, length);
    }

    /** Moves bytes of the block to their place; always consumes exactly {@code count}. */
    public void onBlockBytes(BlockSupplier supplier, ByteBuf in, int count) {
        arrivals.onBytes(supplier, in, count);
    }

    /** @return whether the block was of use; if not, its bytes were thrown away */
    public boolean endBlock(BlockSupplier supplier) {
        PartialPiece partial = supplier.arriving;
        int block = supplier.arrivingBlock;
        if (partial == null) {
            return false;
        }
        if (!arrivals.store(supplier)) {
            abortBlock(supplier);
            return false;
        }
        onReceived(partial, block, supplier);
        return true;
    }

    /** The block that is arriving takes too long: others may be asked for it, and it is taken all the same if it comes first. */
    public void onLateBlock(BlockSupplier supplier) {
        arrivals.onLate(supplier);
    }

    /** The block that was arriving will not be finished: it can be asked for again. */
    public void abortBlock(BlockSupplier supplier) {
        arrivals.abort(supplier);
    }

    /** Called about once a second. */
    public void tick() {
        memory.tick();
    }

    /**
     * Called about every half minute: has it recorded what is in storage of unfinished pieces, so that little of them is lost
     * whenever the process ends, and no file looks as if somebody else had written to it.
     */
    public void recordUnfinished() {
        for (PartialPiece partial : List.copyOf(pieces.all())) {
            BitSet stored = partial.storedBlocks();
            if (partial.jobs == 0 && !partial.isBroken && stored.cardinality() > partial.recorded) {
                partial.recorded = stored.cardinality();
                disk.record(partial, stored);
            }
        }
    }

    /** Ends downloads: writes unfinished blocks and records them. Completes when no disk job is running. */
    public Future<Void> close() {
        pieces.close();
        suppliers.forEach(this::abortBlock);
        List.copyOf(pieces.all()).forEach(this::settle);
        return disk.whenIdle().onComplete(done -> pieces.all().forEach(PartialPiece::releaseBuffers));
    }

    private void onReceived(PartialPiece partial, int block, BlockSupplier supplier) {
        partial.onReceived(block, supplier);
        if (supplier.arrivingIsLate) {
            pieces.update(partial); // it was free again
        } else {
            partial.onRequestEnded(block);
        }
        partial.runOf(block).lastBlockNanos = loop.nanoTime();
        if (partial.requestCount(block) > 0) {
            cancelRequests(partial, block);
        }
        advance(partial);
    }

    /** On a copy: a peer that cannot even be told is let go at once. */
    private void cancelRequests(PartialPiece partial, int block) {
        for (BlockSupplier supplier : List.copyOf(suppliers)) {
            supplier.outstanding().cancel(partial.piece, block * BLOCK_LENGTH);
        }
    }

    /** Starts the disk job for the next run of the piece, if all of it is here and none is running. */
    private void advance(PartialPiece partial) {
        if (!partial.isBusy() && pieces.isUnderWay(partial) && partial.runs[partial.nextRun].isComplete()) {
            disk.finishRun(partial);
        }
    }

    private void onVerified(PartialPiece partial) {
        forget(partial);
        pieces.onVerified(partial);
        partial.senders().forEach(BlockSupplier::onPieceGood);
        events.onPieceVerified(partial.piece);
    }

    private void onFailed(PartialPiece partial) {
        List<BlockSupplier> senders = List.copyOf(partial.senders());
        boolean onlyOne = senders.size() == 1 && !partial.hasUnknownSenders();
        List<BlockSupplier> liars =
                senders.stream().filter(sender -> sender.onPieceBad(onlyOne)).toList();
        drop(partial);
        if (pieces.isWanted(partial.piece)) {
            picker.onWanted(partial.piece);
        }
        events.onPieceFailed(partial.piece, senders, liars);
    }

    /**
     * What is to become of a piece is only decided while no job has to do with it: at the end it is recorded, which must come
     * after its bytes; a piece that is not wanted any more is dropped, and no late write may hit what comes after it.
     */
    private void settle(PartialPiece partial) {
        if (!pieces.isCurrent(partial) || partial.jobs > 0) {
            return;
        }
        if (pieces.isClosed()) {
            save(partial);
        } else if (!pieces.isWanted(partial.piece)) {
            drop(partial);
        }
    }

    private void save(PartialPiece partial) {
        forget(partial);
        if (partial.isBroken || !partial.isAnyReceived()) {
            partial.releaseBuffers();
        } else {
            disk.save(partial);
        }
    }

    private void drop(PartialPiece partial) {
        BlockArrivals.disown(partial, 0, partial.blockCount);
        partial.releaseBuffers();
        forget(partial);
        List.copyOf(suppliers).forEach(supplier -> supplier.outstanding().cancelPiece(partial.piece));
    }

    private void forget(PartialPiece partial) {
        pieces.remove(partial);
        suppliers.forEach(supplier -> {
            if (supplier.current == partial) {
                supplier.current = null;
            }
        });
    }

    private void onRoom() {
        choice.serveWaiting();
        events.onRoom();
    }

    /** Takes the requests that {@link #pick} chose. */
    public interface RequestSink {
        void request(int piece, int begin, int length);
    }

    private final class Outcomes implements PieceDisk.Outcomes {
        @Override
        public void onRunFinished(PartialPiece partial, boolean good) {
            if (!good) {
                onFailed(partial);
            } else if (partial.nextRun < partial.runs.length) {
                advance(partial);
            } else {
                onVerified(partial);
            }
        }

        @Override
        public void onWritten(PartialPiece partial) {
            advance(partial);
        }

        @Override
        public void onStorageFailed(IOException failure) {
            events.onStorageFailed(failure);
        }

        @Override
        public void onJobEnded(PartialPiece partial) {
            settle(partial);
        }
    }
}
