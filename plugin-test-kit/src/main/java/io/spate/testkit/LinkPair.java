package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import java.util.Random;
import java.util.Set;

/**
 * The two ends of a connection in memory, in virtual time. Bytes arrive in pieces of random length, in heap and in direct buffers by
 * turns, as no receiver may count on either.
 */
public final class LinkPair {
    private final Random random;
    private final int longest;
    private final End dialling;
    private final End accepting;

    /**
     * @param longest bytes that arrive at once, 1 or more
     * @param seed of where the stream is cut
     */
    public LinkPair(VirtualTime time, int longest, long seed) {
        this.random = new Random(seed);
        this.longest = longest;
        PeerAddress here = new PeerAddress(PeerAddress.IP, "192.0.2.1", 50_000);
        PeerAddress there = new PeerAddress(PeerAddress.IP, "192.0.2.2", 6881);
        this.dialling = new End(time.loop(), here, there, false);
        this.accepting = new End(time.newLoop(), there, here, true);
        dialling.other = accepting;
        accepting.other = dialling;
    }

    /** The end that opened the connection. */
    public End dialling() {
        return dialling;
    }

    /** The end that was dialled, on a loop of its own. */
    public End accepting() {
        return accepting;
    }

    /** One end. Confined to its loop, as every link is. */
    public final class End extends LinkEnd {
        private final ByteBuf unflushed = Unpooled.buffer();
        private final ByteBuf arrived = Unpooled.buffer();
        private End other;
        private boolean reading;
        private boolean stuck;
        private volatile boolean closed;
        private boolean direct;

        private End(Loop loop, PeerAddress local, PeerAddress remote, boolean incoming) {
            super(loop, remote, local, incoming, "memory", Set.of(LinkTag.TCP));
        }

        /** The other end takes nothing more, until {@code stuck(false)}. */
        public void stuck(boolean now) {
            stuck = now;
            if (!now) {
                flush();
                loop().execute(() -> receiver().ifPresent(LinkReceiver::onDrained));
            }
        }

        public boolean isReading() {
            return reading;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public void reading(boolean on) {
            reading = on;
            if (on) {
                loop().execute(this::deliver);
            }
        }

        @Override
        public void write(ByteBuf bytes) {
            if (!closed) {
                unflushed.writeBytes(bytes);
            }
            bytes.release();
        }

        @Override
        public void flush() {
            if (stuck || closed || !unflushed.isReadable()) {
                return;
            }
            byte[] sent = new byte[unflushed.readableBytes()];
            unflushed.readBytes(sent).discardReadBytes();
            other.loop().execute(() -> other.arrive(sent));
        }

        @Override
        public long queuedBytes() {
            return unflushed.readableBytes();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                loop().execute(() -> tellClosed("closed"));
                other.loop().execute(other::onOtherClosed);
            }
        }

        private void arrive(byte[] bytes) {
            if (!closed) {
                arrived.writeBytes(bytes);
                deliver();
            }
        }

        private void deliver() {
            boolean any = false;
            while (reading && receiver().isPresent() && !closed && arrived.isReadable()) {
                int count = Math.min(arrived.readableBytes(), 1 + random.nextInt(longest));
                direct = !direct;
                ByteBuf part = direct ? Unpooled.directBuffer(count) : Unpooled.buffer(count);
                arrived.readBytes(part, count).discardReadBytes();
                any = true;
                receiver().orElseThrow().onBytes(part);
            }
            if (any && !closed) {
                receiver().ifPresent(LinkReceiver::onBatchEnd);
            }
        }

        private void onOtherClosed() {
            if (!closed) {
                closed = true;
                tellClosed("end of stream");
            }
        }
    }
}
