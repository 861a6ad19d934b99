package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;

/** Where a connection lets go of what it has: datagrams below, bytes and news above. Called from within its methods. */
interface Outlet {
    /** Datagrams to the other end, each {@code segment} bytes long but for the last. Takes the buffer. */
    void send(ByteBuf packets, int segment);

    /** The other end has answered, and proved that it is where it says. */
    void onConnected();

    /** The next bytes of the stream, which the outlet owns. */
    void onBytes(ByteBuf bytes);

    /** All bytes of one batch were given. */
    void onBatchEnd();

    /** Bytes that were written went out: see {@link UtpConnection#unsentBytes}. */
    void onSent();

    /** No more bytes will come. Called once, for connections that could not be made, too. */
    void onClosed(String why);

    /** The last word is said: what comes from now on is for nobody. Called once, last. */
    void onGone();
}
