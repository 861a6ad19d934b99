package io.spate.kernel.download;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.PieceVerifier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The pieces of one torrent that are on their way: decides which block to ask whom for, gathers what arrives, and has it
 * hashed and written. Confined to the torrent's loop; the disk jobs that it starts come back to it.
 *
 * <p>A piece is in exactly one state: had ({@link #have}), partial, or to be started (known to the picker as wanted), or
 * unwanted. A block of a partial piece is free, requested from one or (in the end game) several, or received.
 */
public final class PieceDownloads {
    /** Nobody is asked for a block that so many were asked for already. */
    private static final int MAX_REQUESTS_A_BLOCK = 4;

    /** Begun pieces with blocks to ask for, beyond those that grow with the number of suppliers. */
    private static final int LEAST_MAX_OPEN = 4;

    /** Blocks written one by one that may wait for the disk; what comes beyond is thrown away and asked for again. */
    private static final int MAX_BLOCKS_WAITING_FOR_DISK = 256;

    /** A run that got no block for so long gives up its memory when others find none. */
    private static final long IDLE_RUN_NANOS = 3_000_000_000L;

    private final PieceLayout layout;
    private final Loop loop;
    private final Executor disk;
    private final BufferPool memory;
    private final PieceVerifier verifier;
    private final PieceJobs jobs;
    private final TorrentPicker picker;
    private final RandomGenerator random;
    private final DownloadEvents events;

    private final Bitfield have;
    private final Bitfield wanted;
    private final IntObjectMap<PartialPiece> partials = new IntObjectHashMap<>();
    private final List<PartialPiece> open = new ArrayList<>();
    private final Set<BlockSupplier> suppliers = new LinkedHashSet<>();
    private int wantedMissing;
    private int runningJobs;
    private int blocksWaitingForDisk;
    /** Bytes that the last pick found no memory for, or 0. */
    private int starvedFor;

    private boolean isWaitingForMemory;
    private boolean isClosed;
    private Promise<Void> idle;

    /** @param have what is verified already; owned by this from now on */
    public PieceDownloads(
            PieceLayout layout,
            Bitfield have,
            DownloadResources resources,
            TorrentPicker picker,
            RandomGenerator random,
            DownloadEvents events) {
        this.layout = layout;
        this.have = have;
        this.wanted = new Bitfield(have.size());
        this.loop = resources.loop();
        this.disk = resources.disk();
        this.memory = resources.memory();
        this.verifier = resources.verifier();
        this.jobs = new PieceJobs(resources.storage(), resources.log());
        this.picker = picker;
        this.random = random;
        this.events = events;
        for (int piece = 0; piece < have.size(); piece++) {
            picker.onTaken(piece); // until it is wanted
        }
    }

    /** What is verified. Not to be changed by the caller. */
    public Bitfield have() {
        return have;
    }

    /** Tells that a piece is wanted: it will be started when its turn comes. */
    public void want(int piece) {
        if (!wanted.set(piece) || have.has(piece)) {
            return;
        }
        wantedMissing++;
        PartialPiece partial = partials.get(piece);
        if (partial == null) {
            picker.onWanted(piece);
        } else {
            updateOpen(partial);
            advance(partial);
        }
    }

    public boolean isWanted(int piece) {
        return wanted.has(piece);
    }

    /** Takes {@link #want} back; a piece that was begun is dropped. */
    public void unwant(int piece) {
        if (!wanted.clear(piece) || have.has(piece)) {
            return;
        }
        wantedMissing--;
        PartialPiece partial = partials.get(piece);
        if (partial == null) {
            picker.onTaken(piece);
        } else {
            updateOpen(partial);
            settle(partial);
        }
    }

    /** Goes on with a piece of which some blocks are in storage already. It must be wanted. */
    public void restore(int piece, BitSet blocks) {
        PartialPiece partial = begin(piece);
        blocks.stream().filter(block -> block < partial.blockCount).forEach(block -> {
            partial.onReceived(block, null);
            partial.runOf(block).writtenThrough = true;
        });
        updateOpen(partial);
        advance(partial);
    }

    public void add(BlockSupplier supplier) {
        suppliers.add(supplier);
    }

    /** The supplier is gone; its requests were given back before by {@link #onRequestEnded}. */
    public void remove(BlockSupplier supplier) {
        abortBlock(supplier);
        suppliers.remove(supplier);
        onStalled(supplier);
    }

    /** Nothing is to be had from the supplier for a while: what was kept for it alone is for all. */
    public void onStalled(BlockSupplier supplier) {
        partials.values().forEach(partial -> {
            if (partial.exclusiveTo == supplier) {
                partial.exclusiveTo = null;
            }
        });
    }

    /**
     * Chooses blocks to ask the supplier for, and books them.
     *
     * @param count at most so many
     * @return how many were chosen; fewer mean that there is nothing more for it now
     */
    public int pick(BlockSupplier supplier, int count, RequestSink out) {
        if (isClosed) {
            return 0;
        }
        starvedFor = 0;
        int picked = supplier.current == null ? 0 : take(supplier.current, supplier, count, out);
        while (picked < count) {
            PartialPiece next = nextPiece(supplier);
            int taken = next == null ? 0 : take(next, supplier, count - picked, out);
            if (taken == 0) {
                break;
            }
            supplier.current = next;
            picked += taken;
        }
        if (starvedFor > 0) {
            waitForMemory();
        } else if (picked == 0 && supplier.outstanding().isEmpty() && isEndGame()) {
            picked = takeBusy(supplier, out);
        }
        return picked;
    }

    /** Whether nothing is left to ask anybody for that nobody was asked for. */
    public boolean isEndGame() {
        return open.isEmpty() && wantedMissing <= partials.size();
    }

    public int wantedMissing() {
        return wantedMissing;
    }

    /** A request of the supplier's will not be answered: choke, reject, time-out, close. */
    public void onRequestEnded(int piece, int begin) {
        PartialPiece partial = partials.get(piece);
        if (partial != null) {
            partial.onRequestEnded(begin / BLOCK_LENGTH);
            updateOpen(partial);
        }
    }

    /**
     * The first bytes of a requested block are here. The rest follows by {@link #onBlockBytes}, and {@link #endBlock} or
     * {@link #abortBlock} ends it.
     */
    public void startBlock(BlockSupplier supplier, int piece, int begin, int length) {
        PartialPiece partial = partials.get(piece);
        if (isClosed || partial == null) {
            return;
        }
        int block = begin / BLOCK_LENGTH;
        supplier.arriving = partial;
        supplier.arrivingBlock = block;
        if (partial.isReceived(block)) {
            return;
        }
        PieceRun run = partial.runOf(block);
        if (run.buffer != null && partial.writer(block) == null) {
            partial.writer(block, supplier);
            supplier.target = run.buffer;
            supplier.targetIndex = begin - run.offset;
            supplier.targetIsScratch = false;
        } else {
            supplier.target = Unpooled.directBuffer(length, length);
            supplier.targetIndex = 0;
            supplier.targetIsScratch = true;
        }
    }

    /** Moves bytes of the block to their place; always consumes exactly {@code count}. */
    public void onBlockBytes(BlockSupplier supplier, ByteBuf in, int count) {
        if (supplier.target == null) {
            in.skipBytes(count);
        } else {
            in.readBytes(supplier.target, supplier.targetIndex, count);
            supplier.targetIndex += count;
        }
    }

    /** @return whether the block was of use; if not, its bytes were thrown away */
    public boolean endBlock(BlockSupplier supplier) {
        PartialPiece partial = supplier.arriving;
        if (partial == null) {
            return false;
        }
        int block = supplier.arrivingBlock;
        boolean useful = supplier.target != null && isCurrent(partial) && store(partial, block, supplier);
        if (useful) {
            supplier.arriving = null;
            onReceived(partial, block, supplier);
        } else {
            abortBlock(supplier);
        }
        return useful;
    }

    /** The block that was arriving will not be finished: it can be asked for again. */
    public void abortBlock(BlockSupplier supplier) {
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
        supplier.arriving = null;
        partial.onRequestEnded(supplier.arrivingBlock);
        updateOpen(partial);
    }

    /** Called about once a second: takes memory from runs that wait for slow peers, when others, of any torrent, found none. */
    public void tick() {
        if (memory.isShort()) {
            writeOutIdlestRun();
        }
    }

    /** Ends downloads: writes unfinished blocks and records them. Completes when no disk job is running. */
    public Future<Void> close() {
        isClosed = true;
        suppliers.forEach(this::abortBlock);
        List.copyOf(partials.values()).forEach(this::settle);
        Promise<Void> done = Promise.promise();
        idle = done;
        completeWhenIdle();
        return done.future();
    }

    private PartialPiece nextPiece(BlockSupplier supplier) {
        if (supplier.isOnParole() || supplier.wantsWholePieces() && open.size() <= maxOpen()) {
            PartialPiece fresh = startPiece(supplier);
            return fresh != null ? fresh : sharedPiece(supplier);
        }
        PartialPiece shared = sharedPiece(supplier);
        return shared != null ? shared : startPiece(supplier);
    }

    /** Pieces that somebody left are finished before too many others are begun: they hold memory. */
    private int maxOpen() {
        return LEAST_MAX_OPEN + suppliers.size() * 3 / 2;
    }

    private PartialPiece sharedPiece(BlockSupplier supplier) {
        for (PartialPiece partial : open) {
            if (supplier.pieces().has(partial.piece) && mayTake(partial, supplier) && hasReadyFreeBlock(partial)) {
                return partial;
            }
        }
        return null;
    }

    private PartialPiece startPiece(BlockSupplier supplier) {
        int piece = supplier.isSnubbed() ? picker.pickCommon(supplier.pieces()) : picker.pick(supplier.pieces());
        if (piece < 0 || !isStartable(piece)) {
            return null;
        }
        int firstRun = Math.min(PartialPiece.RUN_LENGTH, layout.lengthOf(piece));
        Optional<ByteBuf> buffer = memory.acquire(firstRun);
        if (buffer.isEmpty()) {
            starvedFor = firstRun;
            return null;
        }
        PartialPiece partial = begin(piece);
        partial.runs[0].buffer = buffer.get();
        partial.runs[0].lastBlockNanos = loop.nanoTime();
        if (supplier.isOnParole()) {
            partial.exclusiveTo = supplier;
        }
        return partial;
    }

    /** A picker that a plugin brought may name anything. */
    private boolean isStartable(int piece) {
        return wanted.has(piece) && !have.has(piece) && !partials.containsKey(piece);
    }

    private PartialPiece begin(int piece) {
        PartialPiece partial = new PartialPiece(layout, piece, verifier.newHasher());
        partials.put(piece, partial);
        picker.onTaken(piece);
        updateOpen(partial);
        return partial;
    }

    private int take(PartialPiece partial, BlockSupplier supplier, int count, RequestSink out) {
        if (!isCurrent(partial)
                || !mayTake(partial, supplier)
                || !supplier.pieces().has(partial.piece)) {
            return 0;
        }
        int taken = 0;
        int block = partial.nextFree(0);
        while (block >= 0 && taken < count) {
            if (makeReady(partial.runOf(block))) {
                partial.onRequested(block);
                out.request(partial.piece, block * BLOCK_LENGTH, partial.blockLength(block));
                taken++;
                block = partial.nextFree(block + 1);
            } else {
                PieceRun full = partial.runOf(block);
                block = partial.nextFree(full.firstBlock + full.blocks);
            }
        }
        updateOpen(partial);
        return taken;
    }

    /** Whether it is still on its way: neither finished nor dropped. */
    private boolean isCurrent(PartialPiece partial) {
        return partials.get(partial.piece) == partial;
    }

    /** Whether it is to go on. */
    private boolean isUnderWay(PartialPiece partial) {
        return isCurrent(partial) && wanted.has(partial.piece) && !isClosed;
    }

    private boolean mayTake(PartialPiece partial, BlockSupplier supplier) {
        return partial.exclusiveTo == null || partial.exclusiveTo == supplier;
    }

    private boolean hasReadyFreeBlock(PartialPiece partial) {
        int block = partial.nextFree(0);
        while (block >= 0) {
            PieceRun run = partial.runOf(block);
            if (makeReady(run)) {
                return true;
            }
            block = partial.nextFree(run.firstBlock + run.blocks);
        }
        return false;
    }

    private boolean makeReady(PieceRun run) {
        if (run.isReady()) {
            return true;
        }
        Optional<ByteBuf> buffer = memory.acquire(run.length);
        if (buffer.isEmpty()) {
            starvedFor = run.length;
            return false;
        }
        run.buffer = buffer.get();
        run.lastBlockNanos = loop.nanoTime();
        return true;
    }

    /** The end game, for a supplier of whom nothing is outstanding: one block that others were asked for, chosen at random. */
    private int takeBusy(BlockSupplier supplier, RequestSink out) {
        List<PartialPiece> candidates = new ArrayList<>();
        for (PartialPiece partial : partials.values()) {
            if (isUnderWay(partial) && supplier.pieces().has(partial.piece) && mayTake(partial, supplier)) {
                candidates.add(partial);
            }
        }
        int start = candidates.isEmpty() ? 0 : random.nextInt(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            PartialPiece partial = candidates.get((start + i) % candidates.size());
            int block = busyBlock(partial, supplier);
            if (block >= 0) {
                partial.onRequested(block);
                out.request(partial.piece, block * BLOCK_LENGTH, partial.blockLength(block));
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

    /** Takes over the supplier's target; false if the block is not needed or there is no place for it. */
    private boolean store(PartialPiece partial, int block, BlockSupplier supplier) {
        if (partial.isReceived(block)) {
            return false;
        }
        ByteBuf bytes = supplier.target;
        PieceRun run = partial.runOf(block);
        if (!supplier.targetIsScratch) {
            supplier.target = null;
            partial.writer(block, null);
            return true;
        }
        if (run.buffer != null) {
            supplier.target = null;
            run.buffer.setBytes(block * BLOCK_LENGTH - run.offset, bytes, 0, partial.blockLength(block));
            bytes.release();
            disown(partial, block);
            return true;
        }
        if (blocksWaitingForDisk >= MAX_BLOCKS_WAITING_FOR_DISK) {
            return false;
        }
        supplier.target = null;
        writeThrough(partial, run, block, bytes);
        return true;
    }

    /** Another supplier was filling the block's place; what it still sends is thrown away. */
    private void disown(PartialPiece partial, int block) {
        BlockSupplier writer = partial.writer(block);
        if (writer != null) {
            writer.target = null;
            partial.writer(block, null);
        }
    }

    private void writeThrough(PartialPiece partial, PieceRun run, int block, ByteBuf bytes) {
        run.pendingWrites++;
        blocksWaitingForDisk++;
        onDisk(
                partial,
                () -> {
                    try {
                        jobs.writeBlock(partial, block, bytes);
                        return true;
                    } finally {
                        bytes.release();
                    }
                },
                done -> {
                    blocksWaitingForDisk--;
                    run.pendingWrites--;
                    advance(partial);
                });
    }

    private void onReceived(PartialPiece partial, int block, BlockSupplier supplier) {
        partial.onReceived(block, supplier);
        partial.onRequestEnded(block);
        partial.runOf(block).lastBlockNanos = loop.nanoTime();
        if (partial.requestCount(block) > 0) {
            cancelAtOthers(partial, block, supplier);
        }
        advance(partial);
    }

    /** On a copy: a peer that cannot even be told is let go at once. */
    private void cancelAtOthers(PartialPiece partial, int block, BlockSupplier supplier) {
        for (BlockSupplier other : List.copyOf(suppliers)) {
            if (other != supplier) {
                other.outstanding().cancel(partial.piece, block * BLOCK_LENGTH);
            }
        }
    }

    /** Starts the disk job for the next run of the piece, if all of it is here and none is running. */
    private void advance(PartialPiece partial) {
        if (partial.isBusy() || !isUnderWay(partial)) {
            return;
        }
        PieceRun run = partial.runs[partial.nextRun];
        if (!run.isComplete()) {
            return;
        }
        ByteBuf buffer = run.buffer;
        run.buffer = null;
        partial.busy = true;
        onDisk(
                partial,
                () -> {
                    try {
                        return jobs.finishRun(partial, run, buffer);
                    } finally {
                        if (buffer != null) {
                            buffer.release();
                        }
                    }
                },
                good -> onRunFinished(partial, good));
    }

    private void onRunFinished(PartialPiece partial, boolean good) {
        partial.busy = false;
        partial.nextRun++;
        if (good && partial.nextRun < partial.runs.length) {
            advance(partial);
        } else if (good) {
            onVerified(partial);
        } else {
            onFailed(partial);
        }
    }

    private void onVerified(PartialPiece partial) {
        forget(partial);
        have.set(partial.piece);
        if (wanted.has(partial.piece)) {
            wantedMissing--;
        }
        partial.senders().forEach(BlockSupplier::onPieceGood);
        events.onPieceVerified(partial.piece);
    }

    private void onFailed(PartialPiece partial) {
        List<BlockSupplier> senders = List.copyOf(partial.senders());
        boolean onlyOne = senders.size() == 1 && !partial.hasUnknownSenders();
        List<BlockSupplier> liars =
                senders.stream().filter(sender -> sender.onPieceBad(onlyOne)).toList();
        drop(partial);
        if (wanted.has(partial.piece)) {
            picker.onWanted(partial.piece);
        }
        events.onPieceFailed(partial.piece, senders, liars);
    }

    private void drop(PartialPiece partial) {
        for (int block = 0; block < partial.blockCount; block++) {
            disown(partial, block);
        }
        partial.releaseBuffers();
        forget(partial);
        List.copyOf(suppliers).forEach(supplier -> supplier.outstanding().cancelPiece(partial.piece));
    }

    private void forget(PartialPiece partial) {
        partials.remove(partial.piece);
        close(partial);
        suppliers.forEach(supplier -> {
            if (supplier.current == partial) {
                supplier.current = null;
            }
        });
    }

    /** Keeps the list of pieces that have free blocks; their order is that in which they got into it. */
    private void updateOpen(PartialPiece partial) {
        boolean belongs = partial.hasFree() && isUnderWay(partial);
        if (belongs && partial.openIndex < 0) {
            partial.openIndex = open.size();
            open.add(partial);
        } else if (!belongs) {
            close(partial);
        }
    }

    private void close(PartialPiece partial) {
        if (partial.openIndex < 0) {
            return;
        }
        PartialPiece last = open.remove(open.size() - 1);
        if (last != partial) {
            open.set(partial.openIndex, last);
            last.openIndex = partial.openIndex;
        }
        partial.openIndex = -1;
    }

    private void waitForMemory() {
        if (!isWaitingForMemory) {
            isWaitingForMemory = true;
            memory.whenRoom(
                    starvedFor,
                    () -> loop.execute(() -> {
                        isWaitingForMemory = false;
                        if (!isClosed) {
                            events.onRoom();
                        }
                    }));
        }
    }

    private void writeOutIdlestRun() {
        PartialPiece idlest = null;
        PieceRun idlestRun = null;
        for (PartialPiece partial : partials.values()) {
            for (PieceRun run : partial.runs) {
                if (run.buffer != null && (idlestRun == null || run.lastBlockNanos - idlestRun.lastBlockNanos < 0)) {
                    idlest = partial;
                    idlestRun = run;
                }
            }
        }
        if (idlest != null && loop.nanoTime() - idlestRun.lastBlockNanos > IDLE_RUN_NANOS) {
            writeOut(idlest, idlestRun);
        }
    }

    /** Moves what is there of a run to storage, and gives up its memory. */
    private void writeOut(PartialPiece partial, PieceRun run) {
        for (int block = run.firstBlock; block < run.firstBlock + run.blocks; block++) {
            disown(partial, block);
        }
        ByteBuf buffer = run.buffer;
        BitSet blocks = partial.receivedBlocks();
        run.buffer = null;
        run.writtenThrough = true;
        run.pendingWrites++;
        onDisk(
                partial,
                () -> {
                    try {
                        jobs.writeBlocks(partial, run, buffer, blocks);
                        return true;
                    } finally {
                        buffer.release();
                    }
                },
                done -> {
                    run.pendingWrites--;
                    advance(partial);
                });
    }

    /**
     * What is to become of a piece is only decided while no job has to do with it: at the end it is recorded, which must come
     * after its bytes; a piece that is not wanted any more is dropped, and no late write may hit what comes after it.
     */
    private void settle(PartialPiece partial) {
        if (!isCurrent(partial) || partial.jobs > 0) {
            return;
        }
        if (isClosed) {
            save(partial);
        } else if (!wanted.has(partial.piece)) {
            drop(partial);
        }
    }

    /** At the end: brings what is there of a piece to storage, then records it. */
    private void save(PartialPiece partial) {
        forget(partial);
        if (partial.isBroken || !partial.isAnyReceived()) {
            partial.releaseBuffers();
            return;
        }
        BitSet blocks = partial.receivedBlocks();
        List<PieceRun> runs = new ArrayList<>();
        List<ByteBuf> buffers = new ArrayList<>();
        for (PieceRun run : partial.runs) {
            if (run.buffer != null) {
                runs.add(run);
                buffers.add(run.buffer);
                run.buffer = null;
            }
        }
        onDisk(
                partial,
                () -> {
                    try {
                        for (int i = 0; i < runs.size(); i++) {
                            jobs.writeBlocks(partial, runs.get(i), buffers.get(i), blocks);
                        }
                        jobs.record(partial, blocks);
                        return true;
                    } finally {
                        buffers.forEach(ByteBuf::release);
                    }
                },
                done -> {});
    }

    private void onDisk(PartialPiece partial, DiskJob job, JobDone done) {
        runningJobs++;
        partial.jobs++;
        disk.execute(() -> {
            boolean result = false;
            IOException failure = null;
            try {
                result = job.run();
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = new IOException("storage failed: " + e, e);
            }
            boolean outcome = result;
            IOException problem = failure;
            loop.execute(() -> finish(partial, done, outcome, problem));
        });
    }

    private void finish(PartialPiece partial, JobDone done, boolean outcome, IOException problem) {
        runningJobs--;
        partial.jobs--;
        if (problem == null) {
            done.accept(outcome);
        } else {
            partial.isBroken = true;
            events.onStorageFailed(problem);
        }
        settle(partial);
        completeWhenIdle();
    }

    private void completeWhenIdle() {
        if (idle != null && runningJobs == 0) {
            partials.values().forEach(PartialPiece::releaseBuffers);
            idle.tryComplete();
        }
    }

    /** Takes the requests that {@link #pick} chose. */
    public interface RequestSink {
        void request(int piece, int begin, int length);
    }

    private interface DiskJob {
        boolean run() throws IOException;
    }

    private interface JobDone {
        void accept(boolean outcome);
    }
}
