package io.spate.plugin.webseed;

/** What a server sent is no HTTP, or none that can be an answer to what it was asked. The message is for people. */
final class HttpFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 60;

    HttpFault(String message) {
        super(message, null, false, false);
    }

    static HttpFault of(String what, String was, String expected) {
        String shown = was.length() > MOST_SHOWN ? was.substring(0, MOST_SHOWN) + "..." : was;
        return new HttpFault(what + ": " + shown + " (expected: " + expected + ")");
    }
}
