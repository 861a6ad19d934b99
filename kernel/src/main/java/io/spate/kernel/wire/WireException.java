package io.spate.kernel.wire;

/**
 * A peer broke the wire protocol; the message says what came and what was expected. The answer is to close the connection,
 * so there is no stack trace: a peer must not be able to make us busy with one.
 */
public final class WireException extends RuntimeException {
    public WireException(String message) {
        super(message, null, false, false);
    }

    public static WireException of(String what, Object was, Object expected) {
        return new WireException(what + ": " + was + " (expected: " + expected + ")");
    }
}
