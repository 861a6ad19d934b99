package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Cuts lines out of a stream, of which no more than a bound may come between two resets. */
final class LineReader {
    private final int maxLength;
    private final StringBuilder line = new StringBuilder();
    private int come;

    /** @param maxLength bytes of all lines together, ends included */
    LineReader(int maxLength) {
        this.maxLength = maxLength;
    }

    /** What is read from now on has the whole bound for itself. */
    void reset() {
        come = 0;
    }

    /** The next line, without its end, as ISO 8859-1; empty if more bytes are needed, when those that are there are kept. */
    Optional<String> read(ByteBuf in) throws HttpFault {
        while (in.isReadable()) {
            if (++come > maxLength) {
                throw new HttpFault("headers of more than " + maxLength + " bytes");
            }
            int next = in.readUnsignedByte();
            if (next == '\n') {
                return Optional.of(take());
            }
            line.append((char) next);
        }
        return Optional.empty();
    }

    private String take() {
        int length = line.length();
        boolean hasReturn = length > 0 && line.charAt(length - 1) == '\r';
        String taken = line.substring(0, hasReturn ? length - 1 : length);
        line.setLength(0);
        return taken;
    }
}
