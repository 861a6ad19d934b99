package io.spate.kernel.peer;

import java.util.Arrays;

/**
 * The blocks that we asked one peer for and that are outstanding, oldest first. Peers answer nearly in order, so the one
 * looked for is nearly always the first. Plain arrays: there is one entry a block on the data path.
 */
final class RequestQueue {
    private long[] blocks = new long[16];
    private long[] sentAt = new long[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int piece, int begin, long nowNanos) {
        if (size == blocks.length) {
            grow();
        }
        int at = index(size++);
        blocks[at] = key(piece, begin);
        sentAt[at] = nowNanos;
    }

    /** @return whether it was there */
    boolean remove(int piece, int begin) {
        int found = find(piece, begin);
        if (found < 0) {
            return false;
        }
        removeAt(found);
        return true;
    }

    /** Removes all blocks of a piece. @return where each begins */
    int[] removePiece(int piece) {
        int[] begins = new int[size];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            long block = blocks[index(i)];
            if ((int) (block >>> 32) == piece) {
                begins[i - kept] = (int) block;
            } else {
                sentAt[index(kept)] = sentAt[index(i)];
                blocks[index(kept++)] = block;
            }
        }
        int removed = size - kept;
        size = kept;
        return Arrays.copyOf(begins, removed);
    }

    int piece(int number) {
        return (int) (blocks[index(number)] >>> 32);
    }

    int begin(int number) {
        return (int) blocks[index(number)];
    }

    /** When the oldest was sent; only to be asked if there is one. */
    long oldestNanos() {
        return sentAt[head];
    }

    void clear() {
        size = 0;
        head = 0;
    }

    private int find(int piece, int begin) {
        long key = key(piece, begin);
        for (int i = 0; i < size; i++) {
            if (blocks[index(i)] == key) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int number) {
        for (int i = number; i > 0; i--) {
            blocks[index(i)] = blocks[index(i - 1)];
            sentAt[index(i)] = sentAt[index(i - 1)];
        }
        head = index(1);
        size--;
    }

    private void grow() {
        long[] moreBlocks = new long[blocks.length * 2];
        long[] moreTimes = new long[blocks.length * 2];
        for (int i = 0; i < size; i++) {
            moreBlocks[i] = blocks[index(i)];
            moreTimes[i] = sentAt[index(i)];
        }
        blocks = moreBlocks;
        sentAt = moreTimes;
        head = 0;
    }

    private int index(int number) {
        return (head + number) & (blocks.length - 1);
    }

    private static long key(int piece, int begin) {
        return (long) piece << 32 | begin;
    }
}
