package io.spate.kernel.download;

import io.spate.api.Loop;
import io.spate.kernel.buffer.BufferPool;

/**
 * What becomes of the runs of one torrent when memory is short: who found none hears when there is some, and the run that got
 * nothing for longest gives up its own. Confined to the torrent's loop.
 */
final class RunMemory {
    /** A run that got no block for so long gives up its memory when others find none. */
    private static final long IDLE_NANOS = 3_000_000_000L;

    private final Loop loop;
    private final BufferPool memory;
    private final PartialPieces pieces;
    private final PieceDisk disk;
    private final Runnable onRoom;
    private boolean isWaiting;

    /** @param onRoom called once after a wait, unless the downloads have ended meanwhile */
    RunMemory(DownloadResources resources, PartialPieces pieces, PieceDisk disk, Runnable onRoom) {
        this.loop = resources.loop();
        this.memory = resources.memory();
        this.pieces = pieces;
        this.disk = disk;
        this.onRoom = onRoom;
    }

    /** There was no memory for so many bytes. */
    void await(int bytes) {
        if (!isWaiting) {
            isWaiting = true;
            memory.whenRoom(bytes, () -> loop.execute(this::onRoom));
        }
    }

    private void onRoom() {
        isWaiting = false;
        if (!pieces.isClosed()) {
            onRoom.run();
        }
    }

    /** Called about once a second: takes memory from a run that waits for slow peers, when others, of any torrent, found none. */
    void tick() {
        if (memory.isShort()) {
            writeOutIdlestRun();
        }
    }

    private void writeOutIdlestRun() {
        PartialPiece idlest = null;
        PieceRun idlestRun = null;
        for (PartialPiece partial : pieces.all()) {
            for (PieceRun run : partial.runs) {
                if (run.buffer != null && (idlestRun == null || run.lastBlockNanos - idlestRun.lastBlockNanos < 0)) {
                    idlest = partial;
                    idlestRun = run;
                }
            }
        }
        if (idlest != null && loop.nanoTime() - idlestRun.lastBlockNanos > IDLE_NANOS) {
            disk.writeOut(idlest, idlestRun);
        }
    }
}
