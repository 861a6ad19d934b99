package io.spate.plugin.webseed;

/**
 * How many requests may be under way at once on the connection to a server. None is sent ahead of an answer before the server has
 * shown that it keeps connections open, and beyond what one connection was seen to answer they are sent one at a time: a server
 * that closes a connection with a request unread resets it, and so throws away answers that are on their way. Confined to the
 * torrent's loop.
 */
final class Pipelining {
    private final int depth;

    /** So many requests on a connection may be sent ahead of answers. */
    private int safe = 1;

    /** Whether a connection was seen to end, so that no number of requests is taken for granted any more. */
    private boolean limited;

    private int asked;
    private int answered;

    /** Whether the server has said that it answers no more on this connection. */
    private boolean ends;

    /** @param depth requests at once, at most */
    Pipelining(int depth) {
        this.depth = depth;
    }

    /** A new connection takes the place of the one before. */
    void onOpened() {
        asked = 0;
        answered = 0;
        ends = false;
    }

    boolean mayAsk() {
        int underWay = asked - answered;
        return underWay == 0 || underWay < depth && asked < safe;
    }

    void onAsked() {
        asked++;
    }

    /** The next answer begins. @param last whether the server says that it is the last on this connection */
    void onHead(boolean last) {
        int number = answered + 1;
        ends = last;
        if (last) {
            limitTo(number);
        } else if (!limited) {
            safe = Integer.MAX_VALUE;
        }
    }

    /** The answer came to its end. */
    void onAnswered() {
        answered++;
        if (limited && !ends && answered >= safe) { // not at its head: a server may send heads alone for ever
            safe = 2 * answered;
        }
    }

    /** The connection broke with a request unanswered. @return whether others had been sent ahead, which may be why */
    boolean onLost() {
        boolean wasAhead = asked - answered > 1;
        limitTo(answered);
        return wasAhead;
    }

    private void limitTo(int requests) {
        limited = true;
        safe = Math.max(1, requests);
    }
}
