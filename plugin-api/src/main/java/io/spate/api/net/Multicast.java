package io.spate.api.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * Membership in a multicast group, on every interface over which we accept peers; made by {@link Network#multicast}. Interfaces
 * that come later are joined, too, those that went are let go, at the next {@link #send}. Safe from any thread, never blocks.
 */
public interface Multicast extends AutoCloseable {
    /**
     * Sends one datagram to the group over each interface, from the address where we accept peers, so that whoever gets it knows
     * where to reach us; takes the buffer. What the system refuses is dropped.
     */
    void send(ByteBuf payload);

    /** Leaves the group. Nothing is received afterwards. Closing twice is harmless. */
    @Override
    void close();

    /** Who hears what is sent to the group, our own datagrams included. */
    interface Receiver {
        /**
         * A datagram of somebody on a network that we are on ourselves. Called on a loop of the engine; must not block. The
         * receiver owns the buffer and releases it.
         */
        void onDatagram(InetSocketAddress remote, ByteBuf payload);
    }
}
