package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Takes the answers on one connection apart (RFC 9112): bytes in, calls out. Bodies are handed on without a copy. No I/O. */
final class ResponseDecoder {
    /** Of a head; of the line before a chunk; of what may follow the last chunk. */
    static final int MAX_HEADERS = 16 * 1024;

    private static final int MOST_INTERIM = 8;
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,15}");

    private final Listener listener;
    private final LineReader lines = new LineReader(MAX_HEADERS);
    private final List<String> head = new ArrayList<>();
    private State state = State.HEAD;

    /** Bytes of the body, or of the chunk, that have not come. */
    private long left;

    private int interim;
    private boolean stopped;

    ResponseDecoder(Listener listener) {
        this.listener = listener;
    }

    /** Nothing is called any more, not even for the rest of what is being decoded. */
    void stop() {
        stopped = true;
    }

    /** @param in stays the caller's; what is behind a fault, or a {@link #stop}, is left unread */
    void feed(ByteBuf in) throws HttpFault {
        while (in.isReadable() && !stopped) {
            switch (state) {
                case BODY, CHUNK, TO_THE_END -> onBody(in);
                case HEAD, CHUNK_SIZE, CHUNK_END, TRAILERS -> {
                    Optional<String> line = lines.read(in);
                    if (line.isPresent()) {
                        onLine(line.get());
                    }
                }
            }
        }
    }

    /** The connection is at its end, which may be that of an answer, too. @return whether it cut off none */
    boolean end() {
        if (state == State.TO_THE_END && !stopped) {
            onEnd();
        }
        return state == State.HEAD && head.isEmpty();
    }

    private void onBody(ByteBuf in) {
        int count = (int) Math.min(left, in.readableBytes());
        left -= count;
        listener.onBody(in.readRetainedSlice(count));
        if (left > 0 || stopped) {
            return;
        }
        if (state == State.BODY) {
            onEnd();
        } else {
            toLines(State.CHUNK_END);
        }
    }

    private void toLines(State next) {
        lines.reset();
        state = next;
    }

    private void onEnd() {
        toLines(State.HEAD);
        listener.onEnd();
    }

    private void onLine(String line) throws HttpFault {
        if (state == State.HEAD) {
            onHeadLine(line);
        } else if (state == State.CHUNK_SIZE) {
            onChunkSize(line);
        } else if (state == State.CHUNK_END && !line.isEmpty()) {
            throw HttpFault.of("behind a chunk", line, "the end of a line");
        } else if (state == State.CHUNK_END) {
            toLines(State.CHUNK_SIZE);
        } else if (line.isEmpty()) { // of the trailers
            onEnd();
        }
    }

    private void onHeadLine(String line) throws HttpFault {
        if (!line.isEmpty()) {
            head.add(line);
        } else if (!head.isEmpty()) { // else an empty line in front of the answer, which some servers send
            ResponseHead whole = ResponseHead.parse(head.get(0), head.subList(1, head.size()));
            head.clear();
            onHead(whole);
        }
    }

    private void onHead(ResponseHead whole) throws HttpFault {
        if (whole.isInterim()) {
            if (whole.status() == 101 || ++interim > MOST_INTERIM) {
                throw new HttpFault("HTTP status: " + whole.status() + " (expected: an answer)");
            }
            toLines(State.HEAD);
            return;
        }
        interim = 0;
        boolean isChunked = whole.isChunked();
        OptionalLong length = whole.length();
        listener.onHead(whole);
        if (isChunked) {
            toLines(State.CHUNK_SIZE);
        } else if (length.isEmpty()) {
            left = Long.MAX_VALUE;
            state = State.TO_THE_END;
        } else if (length.getAsLong() > 0) {
            left = length.getAsLong();
            state = State.BODY;
        } else if (!stopped) {
            onEnd();
        }
    }

    private void onChunkSize(String line) throws HttpFault {
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!CHUNK_SIZE.matcher(size).matches()) {
            throw HttpFault.of("length of a chunk", line, "a hexadecimal number");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            toLines(State.TRAILERS);
        } else {
            state = State.CHUNK;
        }
    }

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        /** The end of the connection is that of the body. */
        TO_THE_END
    }

    /** Hears what is in the answers, one after the other. */
    interface Listener {
        void onHead(ResponseHead head) throws HttpFault;

        /** @param bytes the listener's */
        void onBody(ByteBuf bytes);

        void onEnd();
    }
}
