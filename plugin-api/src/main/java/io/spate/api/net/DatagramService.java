package io.spate.api.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The one UDP socket that the session has for each address it listens on, at the port of TCP, shared by all who speak UDP:
 * DHT, uTP, UDP trackers. Safe from any thread, never blocks.
 *
 * <p>What is sent within one turn of a loop goes to the system in as few calls as it takes, at the end of the turn.
 */
public interface DatagramService {
    /**
     * Takes part: every datagram is shown to the claimants in ascending {@code order}, and goes to the first that recognises
     * it. Datagrams that nobody recognises are dropped and counted. Ended by {@link Claim#close}, and when the plugin stops.
     *
     * @param order by which the claimants are asked; those that can tell their datagrams for certain come first. Spate's own
     *     plugins: 100 for trackers, which know whom they asked and by which number; 200 for the DHT, whose messages are
     *     bencoded dictionaries; 300 for uTP, whose header is but a few bits
     */
    Claim claim(String name, int order, Claimant claimant);

    /** The addresses that sockets are open on. */
    List<InetSocketAddress> localAddresses();

    /**
     * Sends one datagram from the socket bound to {@code local}; takes the buffer. Dropped, and counted, when more than the
     * bound of unsent datagrams is waiting, or when there is no such socket.
     *
     * @param local one of {@link #localAddresses}
     */
    void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload);

    /**
     * Sends a row of datagrams to one address; takes the buffer. The payload is cut every {@code segment} bytes, and the
     * last datagram has what is left. Where the system can, the whole row costs one call (UDP_SEGMENT). Each datagram is
     * dropped as one of {@link #send(InetSocketAddress, InetSocketAddress, ByteBuf)} is.
     *
     * @param segment 1 or more
     */
    default void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload, int segment) {
        while (payload.readableBytes() > segment) {
            send(local, remote, payload.readRetainedSlice(segment));
        }
        send(local, remote, payload);
    }

    /**
     * Whether a datagram that is too long for some part of its way arrives in fragments. If not, it is lost, which is how
     * the longest that gets through is found.
     *
     * @param local one of {@link #localAddresses}
     */
    default boolean fragments(InetSocketAddress local) {
        return true;
    }

    /** Who takes part. Called on the loop of the socket; must not block. */
    interface Claimant {
        /**
         * Whether the datagram is for this claimant; looks at the bytes without moving the reader index.
         *
         * @param remote who sent it, or says so
         */
        boolean recognises(InetSocketAddress remote, ByteBuf payload);

        /** A datagram that it recognised. The claimant owns the buffer and releases it. */
        void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload);

        /**
         * The last datagram of one wake-up of the socket's loop was given, and at least one of them to this claimant: the
         * moment to answer all of them at once.
         *
         * @param local the socket that they came by
         */
        default void onBatchEnd(InetSocketAddress local) {}
    }

    /** One participation. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
