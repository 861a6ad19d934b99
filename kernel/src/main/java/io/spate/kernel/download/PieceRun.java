package io.spate.kernel.download;

import io.netty.buffer.ByteBuf;

/**
 * Neighbouring blocks of a piece that are gathered in one buffer and written at once. Small pieces are one run; a piece of
 * 512 MiB is many, so that it costs no more memory than others.
 */
final class PieceRun {
    final int firstBlock;
    final int blocks;
    final int offset;
    final int length;

    /** The gathered bytes; none before the first request, and when the run is written through. */
    ByteBuf buffer;

    /** Whether blocks go to storage one by one, because memory was needed elsewhere or some were there at the start. */
    boolean writtenThrough;

    int missing;
    int pendingWrites;
    long lastBlockNanos;

    PieceRun(int firstBlock, int blocks, int offset, int length) {
        this.firstBlock = firstBlock;
        this.blocks = blocks;
        this.offset = offset;
        this.length = length;
        this.missing = blocks;
    }

    boolean isReady() {
        return buffer != null || writtenThrough;
    }

    boolean isComplete() {
        return missing == 0 && pendingWrites == 0;
    }
}
