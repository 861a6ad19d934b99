package io.spate.kernel.peer;

/**
 * Why a connection ended.
 *
 * @param text for people
 * @param byUs whether we closed it
 * @param fault whether the peer broke the protocol
 */
public record CloseReason(String text, boolean byUs, boolean fault) {
    public static CloseReason ours(String text) {
        return new CloseReason(text, true, false);
    }

    static CloseReason theirs(String text) {
        return new CloseReason(text, false, false);
    }

    static CloseReason fault(String text) {
        return new CloseReason(text, true, true);
    }
}
