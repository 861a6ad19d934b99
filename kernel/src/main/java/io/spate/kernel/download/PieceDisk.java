package io.spate.kernel.download;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes the work on pieces to disk threads and brings the outcome back: the one place of a download where the two meet.
 * Confined to the torrent's loop, but for the jobs themselves, which touch nothing but what they were given.
 */
final class PieceDisk {
    /** Blocks written one by one that may wait for the disk; what comes beyond is thrown away and asked for again. */
    private static final int MAX_BLOCKS_WAITING = 256;

    private final Loop loop;
    private final Executor threads;
    private final PieceJobs jobs;
    private final Outcomes outcomes;
    private int running;
    private int blocksWaiting;
    private Promise<Void> idle;

    PieceDisk(DownloadResources resources, Outcomes outcomes) {
        this.loop = resources.loop();
        this.threads = resources.disk();
        this.jobs = new PieceJobs(resources.storage(), resources.log());
        this.outcomes = outcomes;
    }

    /** Hashes the next run of the piece, and writes it; takes its buffer. */
    void finishRun(PartialPiece partial) {
        PieceRun run = partial.runs[partial.nextRun];
        ByteBuf buffer = run.buffer;
        run.buffer = null;
        partial.busy = true;
        execute(
                partial,
                buffer == null ? List.of() : List.of(buffer),
                () -> jobs.finishRun(partial, run, buffer),
                good -> {
                    partial.busy = false;
                    partial.nextRun++;
                    outcomes.onRunFinished(partial, good);
                });
    }

    /**
     * Writes one block of a run that has no memory.
     *
     * @param bytes taken over
     * @return false if too many are waiting; the bytes are not taken then
     */
    boolean writeThrough(PartialPiece partial, PieceRun run, int block, ByteBuf bytes) {
        if (blocksWaiting >= MAX_BLOCKS_WAITING) {
            return false;
        }
        run.pendingWrites++;
        blocksWaiting++;
        Job job = () -> {
            jobs.writeBlock(partial, block, bytes);
            return true;
        };
        execute(partial, List.of(bytes), job, done -> {
            blocksWaiting--;
            run.pendingWrites--;
            outcomes.onWritten(partial);
        });
        return true;
    }

    /** Moves what is there of a run to storage, and gives up its memory. */
    void writeOut(PartialPiece partial, PieceRun run) {
        BlockArrivals.disown(partial, run.firstBlock, run.blocks);
        ByteBuf buffer = run.buffer;
        BitSet blocks = partial.receivedBlocks();
        run.buffer = null;
        run.writtenThrough = true;
        run.pendingWrites++;
        Job job = () -> {
            jobs.writeBlocks(partial, run, buffer, blocks);
            return true;
        };
        execute(partial, List.of(buffer), job, done -> {
            run.pendingWrites--;
            outcomes.onWritten(partial);
        });
    }

    /** Brings what is there of a piece to storage, then records it; takes its buffers. */
    void save(PartialPiece partial) {
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
        Job job = () -> {
            for (int i = 0; i < runs.size(); i++) {
                jobs.writeBlocks(partial, runs.get(i), buffers.get(i), blocks);
            }
            jobs.record(partial, blocks);
            return true;
        };
        execute(partial, buffers, job, done -> {});
    }

    /** Records which blocks of an unfinished piece are in storage. No job of the piece may be under way. */
    void record(PartialPiece partial, BitSet stored) {
        Job job = () -> {
            jobs.record(partial, stored);
            return true;
        };
        execute(partial, List.of(), job, done -> {});
    }

    /** Completes when nothing runs any more. */
    Future<Void> whenIdle() {
        idle = Promise.promise();
        completeIfIdle();
        return idle.future();
    }

    /** @param buffers released when the job has ended */
    private void execute(PartialPiece partial, List<ByteBuf> buffers, Job job, Consumer<Boolean> done) {
        running++;
        partial.jobs++;
        threads.execute(() -> {
            boolean result = false;
            IOException failure = null;
            try {
                result = job.run();
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException | Error e) { // whatever it is: else the piece would be waited for for ever
                failure = new IOException("storage failed: " + e, e);
            } finally {
                buffers.forEach(ByteBuf::release);
            }
            boolean outcome = result;
            IOException problem = failure;
            loop.execute(() -> finish(partial, done, outcome, problem));
        });
    }

    private void finish(PartialPiece partial, Consumer<Boolean> done, boolean outcome, IOException problem) {
        running--;
        partial.jobs--;
        if (problem == null) {
            done.accept(outcome);
        } else {
            partial.isBroken = true;
            outcomes.onStorageFailed(problem);
        }
        outcomes.onJobEnded(partial);
        completeIfIdle();
    }

    private void completeIfIdle() {
        if (idle != null && running == 0) {
            idle.tryComplete();
        }
    }

    /** What came of the work. Called on the torrent's loop. */
    interface Outcomes {
        /** @param good false if this was the last run and the piece does not match its hash */
        void onRunFinished(PartialPiece partial, boolean good);

        /** Blocks that were received are in storage now. */
        void onWritten(PartialPiece partial);

        void onStorageFailed(IOException failure);

        /** A job of the piece has ended, well or not; after the others. */
        void onJobEnded(PartialPiece partial);
    }

    private interface Job {
        boolean run() throws IOException;
    }
}
