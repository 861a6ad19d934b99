package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;

/**
 * One end of the handshake of MSE, without I/O: takes bytes in any split, and says what to send. It keeps some kilobytes of a
 * stranger at most. Not safe for threads. After an exception it is of no use any more.
 */
sealed interface MseHandshake permits Dialler, Acceptor {
    /**
     * Some bytes of the other end; the buffer stays the caller's. Not to be called after {@link Output#done}.
     *
     * @throws MseException if they break the protocol
     */
    void feed(ByteBuf bytes) throws MseException;

    /** Answers {@link Output#agree}. */
    void onAgreed(OwnPart ours, SharedSecret secret) throws MseException;

    /** What becomes of a handshake. */
    interface Output {
        /** Sends bytes at once; takes the buffer. */
        void send(ByteBuf bytes);

        /** The other end's public key is there, 96 bytes: asks once for the secret, by {@link MseHandshake#onAgreed}, now or later. */
        void agree(byte[] theirKey);

        /** The last call. */
        void done(Agreement agreement);
    }
}
