package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.wire.PeerWireEncoder;

/** What we say to a peer: messages are queued, and go out together at the next flush. Confined to the torrent's loop. */
final class PeerOutput {
    private static final int SMALL = 32;

    private final PeerLink link;
    private final Loop loop;
    private long lastSentNanos;
    private boolean flushNeeded;
    private boolean closed;

    PeerOutput(PeerLink link, Loop loop) {
        this.link = link;
        this.loop = loop;
        this.lastSentNanos = loop.nanoTime();
    }

    /** Queues a message; takes the buffer. */
    void send(ByteBuf message) {
        if (closed) {
            message.release();
            return;
        }
        lastSentNanos = loop.nanoTime();
        flushNeeded = true;
        link.write(message);
    }

    void signal(Signal signal) {
        ByteBuf message = Unpooled.buffer(SMALL);
        PeerWireEncoder.signal(message, signal);
        send(message);
    }

    void have(int piece) {
        ByteBuf message = Unpooled.buffer(SMALL);
        PeerWireEncoder.have(message, piece);
        send(message);
    }

    /** All that we have, in the shortest form that the peer understands. */
    void pieces(Bitfield have, boolean fast) {
        ByteBuf message = Unpooled.buffer(SMALL + Bitfield.wireLength(have.size()));
        if (fast && have.isFull()) {
            PeerWireEncoder.signal(message, Signal.HAVE_ALL);
        } else if (fast && have.isEmpty()) {
            PeerWireEncoder.signal(message, Signal.HAVE_NONE);
        } else if (!have.isEmpty()) {
            PeerWireEncoder.bitfield(message, have);
        }
        send(message);
    }

    void flush() {
        if (flushNeeded && !closed) {
            flushNeeded = false;
            link.flush();
        }
    }

    long queuedBytes() {
        return link.queuedBytes();
    }

    long lastSentNanos() {
        return lastSentNanos;
    }

    /** What is sent from now on is dropped. */
    void close() {
        closed = true;
    }
}
