package io.spate.api;

/** The engine's one exception: a code to count, and one line for people that says what it was and what was expected. */
public class SpateException extends RuntimeException {
    private final ErrorCode code;

    public SpateException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public SpateException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
