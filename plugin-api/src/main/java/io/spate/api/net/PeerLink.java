package io.spate.api.net;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.vertx.core.Future;
import java.util.Set;

/**
 * A stream of bytes to and from one peer, of whatever transport. Confined to its {@link #loop}: every method but
 * {@link #loop}, {@link #remote}, {@link #local}, {@link #tags} and {@link #close} is called there, and the receiver is, too.
 *
 * <p>A link starts paused, without a receiver. Whoever receives a buffer owns it and releases it once.
 */
public interface PeerLink {
    /** A link with so many {@link #queuedBytes} is full: who writes to it waits for {@link LinkReceiver#onDrained}. */
    long FULL = 512 * 1024;

    /** The other end. */
    PeerAddress remote();

    /** Our end. */
    PeerAddress local();

    /** What limits and statistics select on. */
    Set<LinkTag> tags();

    /** The name of the transport that made the link. */
    String transport();

    /** Whether the other end opened it. */
    boolean isIncoming();

    Loop loop();

    /** Sets who gets the bytes; replaces the one before. Does not start reading. */
    void receiver(LinkReceiver receiver);

    /** Starts or stops reading. After a stop at most what one read brought still arrives. */
    void reading(boolean on);

    /**
     * Queues bytes; takes the buffer, whose memory nobody else may use: a link that encrypts changes it. They go out at the next
     * {@link #flush}. After the close they are dropped.
     */
    void write(ByteBuf bytes);

    /** Sends what is queued, as fast as the other end takes it. */
    void flush();

    /** Bytes written that the system has not taken yet. */
    long queuedBytes();

    /**
     * Hands the link to another loop, where {@link LinkReceiver} is called from then on. Reading must be off, and is off
     * afterwards. Completes on the new loop; if it fails, the link is closed.
     */
    Future<Void> moveTo(Loop loop);

    /** Closes at once; what is queued may be lost. The receiver is told. Closing twice is harmless. Safe from any thread. */
    void close();
}
