package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;

/** Writes heads of packets, all but what differs from packet to packet held by the one who sends. */
final class PacketWriter {
    /** A type of extension that nobody knows, and so everybody skips. */
    static final int PADDING = 0xfa;

    private static final int LONGEST_EXTENSION = 2 + 255;

    private PacketWriter() {}

    /**
     * @param timestamp microseconds, of which 32 bits are sent. 0 would mean "none" to some, and is sent as 1
     * @param window bytes, cut to 32 bits
     */
    static void writeHeader(
            ByteBuf out,
            PacketType type,
            int extension,
            int connectionId,
            long timestamp,
            int timestampDifference,
            long window,
            int sequence,
            int ack) {
        out.writeByte(type.ordinal() << 4 | PacketHeader.VERSION);
        out.writeByte(extension);
        out.writeShort(connectionId);
        out.writeInt((int) timestamp == 0 ? 1 : (int) timestamp);
        out.writeInt(timestampDifference);
        out.writeInt((int) Math.min(window, 0xffff_ffffL));
        out.writeShort(sequence);
        out.writeShort(ack);
    }

    /**
     * Extensions that say nothing and are {@code length} bytes long together; the header must name {@link #PADDING}.
     *
     * @param length 2 or more
     */
    static void writePadding(ByteBuf out, int length) {
        int left = length;
        while (left > 0) {
            int one = Math.min(left, LONGEST_EXTENSION);
            if (left - one == 1) {
                one--; // the next would be too short to be one
            }
            left -= one;
            out.writeByte(left == 0 ? PacketHeader.NO_EXTENSION : PADDING);
            out.writeByte(one - 2);
            out.writeZero(one - 2);
        }
    }
}
