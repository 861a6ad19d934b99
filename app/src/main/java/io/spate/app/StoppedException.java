package io.spate.app;

/** The process was asked to stop while a verb waited for something. */
final class StoppedException extends RuntimeException {
    StoppedException() {
        super("stopped", null, false, false);
    }
}
