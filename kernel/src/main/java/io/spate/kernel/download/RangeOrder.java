package io.spate.kernel.download;

import io.spate.api.policy.TorrentPicker;
import java.util.Arrays;

/** Which pieces come first for suppliers that deliver ranges, which ask no picker. Confined to the torrent's loop. */
final class RangeOrder {
    private final byte[] priorities;
    private final int[] piecesOf = new int[TorrentPicker.MAX_PRIORITY + 1];
    private boolean sequential;

    RangeOrder(int pieces) {
        this.priorities = new byte[pieces];
        Arrays.fill(priorities, (byte) TorrentPicker.NORMAL_PRIORITY);
        piecesOf[TorrentPicker.NORMAL_PRIORITY] = pieces;
    }

    void priority(int piece, int priority) {
        piecesOf[priorities[piece]]--;
        piecesOf[priority]++;
        priorities[piece] = (byte) priority;
    }

    void sequential(boolean on) {
        sequential = on;
    }

    int priority(int piece) {
        return priorities[piece];
    }

    /** Whether pieces of the same priority are wanted in their order. */
    boolean isSequential() {
        return sequential;
    }

    /** Whether all that may be wanted has one priority, so that there is nothing to compare. */
    boolean isUniform() {
        return Arrays.stream(piecesOf).skip(1).filter(count -> count > 0).count() <= 1;
    }
}
