package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What was written and is not acknowledged yet. Bytes are named by their offset in the stream, so that a packet is no more
 * than two numbers until it is sent, and can be sent again.
 */
final class SendBuffer {
    /** Writes up to this are gathered, so that many small ones cost no more than a few large ones. */
    private static final int SMALL = 1024;

    private static final int GATHERED = 4096;

    private final ByteBufAllocator allocator;
    private ByteBuf[] chunks = new ByteBuf[16];
    private long[] starts = new long[16];
    private int head;
    private int count;
    private long end;
    /** The last chunk if it is one of ours, which has room for more. */
    private ByteBuf gathering;

    SendBuffer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** The offset behind the last byte. */
    long end() {
        return end;
    }

    /** Takes the buffer. */
    void add(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (size == 0) {
            bytes.release();
        } else if (size <= SMALL) {
            gather(bytes, size);
        } else {
            gathering = null;
            append(bytes, size);
        }
    }

    /** Copies a part that is not released yet behind what {@code out} has. */
    void copy(long offset, int length, ByteBuf out) {
        int chunk = find(offset);
        long from = offset;
        int left = length;
        while (left > 0) {
            int slot = slot(chunk);
            int skipped = (int) (from - starts[slot]);
            int part = Math.min(left, chunks[slot].readableBytes() - skipped);
            out.writeBytes(chunks[slot], chunks[slot].readerIndex() + skipped, part);
            from += part;
            left -= part;
            chunk++;
        }
    }

    /** Nothing before the offset is needed any more. */
    void releaseUpTo(long offset) {
        while (count > 0 && starts[head] + chunks[head].readableBytes() <= offset && chunks[head] != gathering) {
            chunks[head].release();
            chunks[head] = null;
            head = (head + 1) & (chunks.length - 1);
            count--;
        }
        if (count == 1 && chunks[head] == gathering && offset == end) {
            gathering = null;
            releaseUpTo(offset);
        }
    }

    void clear() {
        gathering = null;
        releaseUpTo(end);
    }

    private void gather(ByteBuf bytes, int size) {
        if (gathering != null && gathering.writableBytes() >= size) {
            gathering.writeBytes(bytes);
            end += size;
        } else {
            gathering = allocator.buffer(GATHERED, GATHERED).writeBytes(bytes);
            append(gathering, size);
        }
        bytes.release();
    }

    private void append(ByteBuf bytes, int size) {
        if (count == chunks.length) {
            grow();
        }
        int slot = slot(count);
        chunks[slot] = bytes;
        starts[slot] = end;
        count++;
        end += size;
    }

    private int find(long offset) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[slot(middle)] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int slot(int index) {
        return (head + index) & (chunks.length - 1);
    }

    private void grow() {
        ByteBuf[] moreChunks = new ByteBuf[2 * chunks.length];
        long[] moreStarts = new long[2 * chunks.length];
        for (int i = 0; i < count; i++) {
            moreChunks[i] = chunks[slot(i)];
            moreStarts[i] = starts[slot(i)];
        }
        chunks = moreChunks;
        starts = moreStarts;
        head = 0;
    }
}
