package io.spate.kernel.peer;

/** The blocks that one peer asked us for and that are not being read yet, oldest first. Bounded by its user. */
final class UploadQueue {
    private long[] blocks = new long[16];
    private int[] lengths = new int[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int piece, int begin, int length) {
        if (size == blocks.length) {
            grow();
        }
        int at = index(size++);
        blocks[at] = (long) piece << 32 | begin;
        lengths[at] = length;
    }

    int piece(int number) {
        return (int) (blocks[index(number)] >>> 32);
    }

    int begin(int number) {
        return (int) blocks[index(number)];
    }

    int length(int number) {
        return lengths[index(number)];
    }

    void removeFirst(int count) {
        head = index(count);
        size -= count;
    }

    /** @return whether it was there */
    boolean remove(int piece, int begin, int length) {
        long key = (long) piece << 32 | begin;
        for (int i = 0; i < size; i++) {
            if (blocks[index(i)] == key && lengths[index(i)] == length) {
                removeAt(i);
                return true;
            }
        }
        return false;
    }

    private void removeAt(int number) {
        for (int i = number; i < size - 1; i++) {
            blocks[index(i)] = blocks[index(i + 1)];
            lengths[index(i)] = lengths[index(i + 1)];
        }
        size--;
    }

    private void grow() {
        long[] moreBlocks = new long[blocks.length * 2];
        int[] moreLengths = new int[blocks.length * 2];
        for (int i = 0; i < size; i++) {
            moreBlocks[i] = blocks[index(i)];
            moreLengths[i] = lengths[index(i)];
        }
        blocks = moreBlocks;
        lengths = moreLengths;
        head = 0;
    }

    private int index(int number) {
        return (head + number) & (blocks.length - 1);
    }
}
