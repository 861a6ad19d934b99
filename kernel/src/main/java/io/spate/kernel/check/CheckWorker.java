package io.spate.kernel.check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.spate.api.ErrorCode;
import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.storage.TorrentStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Compares one piece after another, a turn at a time. On one disk thread at a time. */
final class CheckWorker implements Runnable {
    /** Long enough for disks that turn, short enough to stay in cache until it is hashed. */
    private static final int READ_LENGTH = 1024 * 1024;

    /** After so much others have their turn. */
    private static final int TURN_LENGTH = 4 * 1024 * 1024;

    private static final int NONE = -1;

    private final HashCheck check;
    private final TorrentStorage storage;
    private final PieceLayout layout;
    private final PieceHasher hasher;
    private final Executor disk;
    private int piece = NONE;
    private int done;

    CheckWorker(HashCheck check, TorrentStorage storage, PieceLayout layout, PieceHasher hasher, Executor disk) {
        this.check = check;
        this.storage = storage;
        this.layout = layout;
        this.hasher = hasher;
        this.disk = disk;
    }

    void schedule() {
        try {
            disk.execute(this);
        } catch (RejectedExecutionException e) {
            check.stop(new SpateException(ErrorCode.STOPPED, "the check was stopped with the session", e));
            check.onWorkerDone();
        }
    }

    @Override
    public void run() {
        boolean isMore;
        try {
            isMore = takeTurn();
        } catch (IOException | RuntimeException | Error e) { // the end of memory, too: else the check would never end
            check.stop(e);
            isMore = false;
        }
        if (isMore) {
            schedule();
        } else {
            check.onWorkerDone();
        }
    }

    private boolean takeTurn() throws IOException {
        ByteBuf memory = UnpooledByteBufAllocator.DEFAULT.directBuffer(Math.min(READ_LENGTH, layout.lengthOf(0)));
        try {
            return takeTurn(memory);
        } finally {
            memory.release();
        }
    }

    private boolean takeTurn(ByteBuf memory) throws IOException {
        for (int read = 0; read < TURN_LENGTH; ) {
            if (piece == NONE && !begin()) {
                return false;
            }
            if (check.isStopped()) {
                return false;
            }
            read += readMore(memory);
        }
        return true;
    }

    private boolean begin() {
        piece = check.takeNext();
        done = 0;
        if (piece == NONE) {
            return false;
        }
        hasher.begin(piece);
        return true;
    }

    /** @return how much work that was, in bytes */
    private int readMore(ByteBuf memory) throws IOException {
        int length = Math.min(memory.capacity(), layout.lengthOf(piece) - done);
        ByteBuffer bytes = memory.nioBuffer(0, length);
        try {
            storage.read(piece, done, bytes);
        } catch (EOFException e) {
            compared(false);
            return length;
        }
        hasher.update(bytes.flip());
        done += length;
        if (done == layout.lengthOf(piece)) {
            compared(hasher.matches());
        }
        return length;
    }

    private void compared(boolean matches) throws IOException {
        int compared = piece;
        piece = NONE;
        check.onCompared(compared, matches);
    }
}
