package io.spate.api.net;

import io.netty.buffer.ByteBuf;

/** Gets what comes from a {@link PeerLink}, on the link's loop. */
public interface LinkReceiver {
    /** Some bytes, any split of the stream. The receiver owns the buffer and releases it. */
    void onBytes(ByteBuf bytes);

    /** The last bytes of one wake-up of the loop were delivered: the moment to answer what came, and to flush. */
    default void onBatchEnd() {}

    /** There is room for more: the link was {@link PeerLink#FULL}, and its queue has shrunk well below that. */
    default void onDrained() {}

    /**
     * The link is closed, by whomever. Called once; nothing is called afterwards.
     *
     * @param why for people: {@code connection reset by peer}, {@code end of stream}
     */
    void onClosed(String why);
}
