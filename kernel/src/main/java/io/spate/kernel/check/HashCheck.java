package io.spate.kernel.check;

import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.storage.TorrentStorage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Compares pieces in storage with their hashes, in their order, several at once. One check, one object. Workers give their
 * thread back every few MiB, so that others who need the disk are served in between. Safe for threads.
 */
public final class HashCheck {
    private final TorrentStorage storage;
    private final PieceLayout layout;
    private final PieceVerifier verifier;
    private final Bitfield pieces;
    private final CheckProgress progress;
    private final Promise<Bitfield> result = Promise.promise();

    // Guarded by this
    private final Bitfield matching;
    private Throwable failure;
    private int next;
    private int running;

    /** @param pieces which to compare; those that cannot be there are best left out, as each costs an attempt to read it */
    public HashCheck(
            TorrentStorage storage,
            PieceLayout layout,
            PieceVerifier verifier,
            Bitfield pieces,
            CheckProgress progress) {
        this.storage = storage;
        this.layout = layout;
        this.verifier = verifier;
        this.pieces = pieces.copy();
        this.progress = progress;
        this.matching = new Bitfield(pieces.size());
    }

    /**
     * Begins. Called once.
     *
     * @param disk threads that may block
     * @param workers how many of them to use, 1 or more; as many as there are cores
     * @return the pieces that match; a data error, a failed progress or a cancel fails it, after the last worker is done. It
     *     completes on a disk thread
     */
    public Future<Bitfield> start(Executor disk, int workers) {
        int needed = Math.min(workers, pieces.count());
        if (needed == 0) {
            return Future.succeededFuture(matching);
        }
        running = needed;
        for (int i = 0; i < needed; i++) {
            new CheckWorker(this, storage, layout, verifier.newHasher(), disk).schedule();
        }
        return result.future();
    }

    /** Ends it soon. What was reported so far holds. */
    public void cancel() {
        stop(new SpateException(ErrorCode.STOPPED, "the check was cancelled"));
    }

    /** The next piece to compare, or -1 if there is none. */
    synchronized int takeNext() {
        if (failure != null) {
            return -1;
        }
        int piece = pieces.nextSet(next);
        next = piece < 0 ? pieces.size() : piece + 1;
        return piece;
    }

    synchronized boolean isStopped() {
        return failure != null;
    }

    void onCompared(int piece, boolean matches) throws IOException {
        progress.onCompared(piece, matches);
        synchronized (this) {
            if (matches) {
                matching.set(piece);
            }
        }
    }

    synchronized void stop(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    void onWorkerDone() {
        Throwable cause;
        synchronized (this) {
            if (--running > 0) {
                return;
            }
            cause = failure;
        }
        if (cause == null) {
            result.complete(matching);
        } else {
            result.fail(cause);
        }
    }
}
