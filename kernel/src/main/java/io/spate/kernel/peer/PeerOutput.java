package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.Optional;

/**
 * What we say to a peer: messages are queued, and go out together at the next flush. Confined to the torrent's loop. Bounded:
 * a peer that does not read what is sent to it is let go.
 */
final class PeerOutput {
    private static final int SMALL = 32;
    /** Far more than blocks ever wait in a link, and room for haves and rejects besides. */
    private static final long MAX_QUEUED = 4 * 1024 * 1024;

    private final PeerLink link;
    private final Loop loop;
    private final Runnable onOverfull;
    private Optional<HookedOutput> hooked = Optional.empty();
    private long written;
    private long takenBefore;
    private long lastTakenNanos;
    private long lastSentNanos;
    private boolean flushNeeded;
    private boolean closed;

    /** @param onOverfull called on the loop, once, when the peer leaves more unread than can be kept */
    PeerOutput(PeerLink link, Loop loop, Runnable onOverfull) {
        this.link = link;
        this.loop = loop;
        this.onOverfull = onOverfull;
        this.lastSentNanos = loop.nanoTime();
        this.lastTakenNanos = lastSentNanos;
    }

    /** Shows what is sent to hooks from now on; empty ends it. */
    void hooked(Optional<HookedOutput> by) {
        hooked = by;
    }

    /** Queues whole messages; takes the buffer. */
    void send(ByteBuf messages) {
        sendUnhooked(hooked.isPresent() && !closed ? hooked.get().passed(messages) : messages);
    }

    /** Queues a message that no hook is shown. */
    void sendUnhooked(PeerMessage message) {
        if (message instanceof PeerMessage.Piece) {
            throw new IllegalArgumentException("message: " + message + " (expected: no block)");
        }
        ByteBuf out = Unpooled.buffer(SMALL);
        PeerWireEncoder.write(out, message);
        sendUnhooked(out);
    }

    /** Queues messages that no hook is shown; takes the buffer. */
    void sendUnhooked(ByteBuf message) {
        if (closed) {
            message.release();
            return;
        }
        lastSentNanos = loop.nanoTime();
        flushNeeded = true;
        written += message.readableBytes();
        link.write(message);
        if (link.queuedBytes() > MAX_QUEUED) {
            closed = true;
            loop.execute(onOverfull); // not now: the caller may be about to go on with the connection
        }
    }

    /** Called about once a second. */
    void tick() {
        long queued = link.queuedBytes();
        long taken = written - queued;
        if (queued == 0 || taken > takenBefore) {
            lastTakenNanos = loop.nanoTime();
        }
        takenBefore = taken;
    }

    /** When the peer took something, or there was nothing to take. */
    long lastTakenNanos() {
        return lastTakenNanos;
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

    void reject(int piece, int begin, int length) {
        ByteBuf message = Unpooled.buffer(SMALL);
        PeerWireEncoder.reject(message, piece, begin, length);
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
