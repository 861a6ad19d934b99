package io.spate.kernel.download;

import io.netty.buffer.ByteBuf;
import io.spate.api.PieceLayout;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** What disk threads do for downloads: hash while the bytes are in cache, write, record. Blocks; touches no loop's fields. */
final class PieceJobs {
    private static final int READ_BACK = 256 * 1024;

    private final TorrentStorage storage;
    private final PieceLog log;

    PieceJobs(TorrentStorage storage, PieceLog log) {
        this.storage = storage;
        this.log = log;
    }

    /**
     * Hashes the next run of a piece, and writes it if it is in memory. A piece of one run is only written when it is right.
     *
     * @return false if this was the last run and the piece does not match its hash
     */
    boolean finishRun(PartialPiece partial, PieceRun run, ByteBuf buffer) throws IOException {
        if (buffer == null) {
            readBack(partial, run);
        } else {
            partial.hasher.update(buffer.nioBuffer(0, run.length));
        }
        boolean last = run == partial.runs[partial.runs.length - 1];
        if (last && !partial.hasher.matches()) {
            return false;
        }
        if (buffer != null) {
            storage.write(partial.piece, run.offset, buffer.nioBuffer(0, run.length));
        }
        if (last) {
            log.verified(partial.piece);
        }
        return true;
    }

    /** Writes those blocks of a run that are there. */
    void writeBlocks(PartialPiece partial, PieceRun run, ByteBuf buffer, BitSet blocks) throws IOException {
        int end = run.firstBlock + run.blocks;
        int from = blocks.nextSetBit(run.firstBlock);
        while (from >= 0 && from < end) {
            int to = Math.min(blocks.nextClearBit(from), end);
            int begin = from * PieceLayout.BLOCK_LENGTH;
            int length = Math.min(to * PieceLayout.BLOCK_LENGTH, partial.length) - begin;
            storage.write(partial.piece, begin, buffer.nioBuffer(begin - run.offset, length));
            from = blocks.nextSetBit(to);
        }
    }

    void writeBlock(PartialPiece partial, int block, ByteBuf bytes) throws IOException {
        storage.write(
                partial.piece,
                block * PieceLayout.BLOCK_LENGTH,
                bytes.nioBuffer(bytes.readerIndex(), partial.blockLength(block)));
    }

    void record(PartialPiece partial, BitSet blocks) throws IOException {
        log.unfinished(partial.piece, blocks);
    }

    private void readBack(PartialPiece partial, PieceRun run) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(READ_BACK, run.length));
        for (int done = 0; done < run.length; done += bytes.limit()) {
            bytes.clear().limit(Math.min(bytes.capacity(), run.length - done));
            storage.read(partial.piece, run.offset + done, bytes);
            partial.hasher.update(bytes.flip());
        }
    }
}
