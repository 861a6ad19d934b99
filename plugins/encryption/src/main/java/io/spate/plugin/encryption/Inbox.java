package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What came and is not understood yet. */
final class Inbox {
    /** Far more than the other end has to say before we have answered. */
    private static final int MAX_WAITING = KeyPair.LENGTH + OwnPart.MAX_PAD + 1024;

    private final ByteBuf bytes = Unpooled.buffer();
    /** Where the search for a mark goes on, behind the reader index. */
    private int searched;

    void add(ByteBuf more) {
        bytes.writeBytes(more);
    }

    boolean has(int count) {
        return bytes.readableBytes() >= count;
    }

    /** Called while the secret is being computed, and nothing can be read. */
    void checkWaiting() throws MseException {
        if (has(MAX_WAITING + 1)) {
            throw new MseException("more than " + MAX_WAITING + " bytes before we answered");
        }
    }

    byte[] take(int count) {
        byte[] taken = new byte[count];
        bytes.readBytes(taken);
        bytes.discardReadBytes();
        return taken;
    }

    /**
     * Drops all up to the end of the first mark, which begins behind at most {@code maxPad} bytes.
     *
     * @return whether it was there
     * @throws MseException if it will never be
     */
    boolean skipTo(byte[] mark, int maxPad) throws MseException {
        for (; searched <= maxPad && has(searched + mark.length); searched++) {
            if (begins(mark, searched)) {
                bytes.skipBytes(searched + mark.length).discardReadBytes();
                return true;
            }
        }
        if (searched > maxPad) {
            throw new MseException("no sync mark within " + maxPad + " bytes");
        }
        return false;
    }

    /** All that is left. The caller owns it; nothing is left then. */
    ByteBuf rest() {
        return bytes;
    }

    private boolean begins(byte[] mark, int at) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.getByte(bytes.readerIndex() + at + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
