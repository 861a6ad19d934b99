package io.spate.plugin.encryption;

/** The other end does not do what MSE says. The message is for people. */
final class MseException extends Exception {
    private static final long serialVersionUID = 1;

    MseException(String message) {
        super(message);
    }

    static MseException of(String what, Object was, String expected) {
        return new MseException(what + ": " + was + " (expected: " + expected + ")");
    }
}
