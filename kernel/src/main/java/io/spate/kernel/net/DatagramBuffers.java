package io.spate.kernel.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Where the datagrams of one socket are received: behind each other in a slab. Every read needs room for the longest row there
 * could be, and mostly gets one packet; with a buffer of its own for each, those of one wake-up would take megabytes that no
 * cache has. Confined to the loop of the socket.
 */
final class DatagramBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    private static final int SLAB = 256 * 1024;

    private final int longest;
    private ByteBuf slab;
    private int used;

    /**
     * @param longest bytes that one read may bring, 64 KiB or less
     * @param maxReads datagrams of one wake-up, about
     */
    DatagramBuffers(int longest, int maxReads) {
        super(maxReads);
        this.longest = longest;
    }

    /** There is one channel, and so one handle. */
    @Override
    @SuppressWarnings("deprecation") // Netty's own type for it
    public RecvByteBufAllocator.Handle newHandle() {
        return new Room();
    }

    /** The socket is closed. What was received keeps what it needs. */
    void release() {
        if (slab != null) {
            slab.release();
            slab = null;
        }
    }

    private ByteBuf room(ByteBufAllocator allocator) {
        if (slab != null && slab.capacity() - used < longest) {
            release();
        }
        if (slab == null) {
            slab = allocator.directBuffer(SLAB, SLAB);
            used = 0;
        }
        return slab.retainedSlice(used, longest).clear();
    }

    private final class Room extends MaxMessageHandle {
        @Override
        public int guess() {
            return longest;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return room(allocator);
        }

        @Override
        public void lastBytesRead(int bytes) {
            super.lastBytesRead(bytes);
            used += Math.max(0, bytes);
        }
    }
}
