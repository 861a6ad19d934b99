package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes a connection's packets into rows of equal length, so that many go out by one call. Every packet carries the
 * acknowledgement of the moment.
 */
final class Outgoing {
    /** What the system takes in one call: 64 packets, and no more than the longest datagram. */
    private static final int MAX_ROW_PACKETS = 64;

    private static final int MAX_ROW_BYTES = 65_507;

    private static final int MAX_MASK = 255;

    private final ByteBufAllocator allocator;
    private final Outlet outlet;
    private final ReceiveBuffer received;
    private final int sendId;

    private ByteBuf row;
    private int segment;
    private int rowPackets;
    private int difference;
    private long advertised;
    private int acknowledged;

    Outgoing(ByteBufAllocator allocator, Outlet outlet, ReceiveBuffer received, int sendId) {
        this.allocator = allocator;
        this.outlet = outlet;
        this.received = received;
        this.sendId = sendId;
    }

    /** How long the last packet took to us, by two clocks that disagree; every packet reports it. */
    void report(int microseconds) {
        difference = microseconds;
    }

    /** The window that the other end knows of. */
    long advertised() {
        return advertised;
    }

    /** The acknowledgement that went out last, by itself or on another packet. */
    int acknowledged() {
        return acknowledged;
    }

    /**
     * Puts a packet with payload into the row.
     *
     * @param planned bytes of payload that are to follow, this packet's included, for the room that is set aside
     */
    void data(SendBuffer stream, long offset, int length, int sequence, long planned, long now) {
        int packet = PacketHeader.SIZE + length;
        if (row != null
                && (packet > segment
                        || rowPackets == MAX_ROW_PACKETS
                        || row.readableBytes() + packet > MAX_ROW_BYTES)) {
            flush();
        }
        if (row == null) {
            long packets = Math.min(MAX_ROW_PACKETS, Math.max(planned, length) / length + 1);
            row = allocator.directBuffer((int) Math.min(MAX_ROW_BYTES, packets * packet), MAX_ROW_BYTES);
            segment = packet;
        }
        header(row, PacketType.DATA, PacketHeader.NO_EXTENSION, sendId, sequence, now);
        stream.copy(offset, length, row);
        rowPackets++;
        if (packet < segment) {
            flush(); // a shorter one can only be the last of a row
        }
    }

    /** A packet that is padded to {@code size} bytes, by itself: no other shall be lost with it. */
    void probe(SendBuffer stream, long offset, int length, int sequence, int size, long now) {
        flush();
        ByteBuf packet = allocator.directBuffer(size, size);
        header(packet, PacketType.DATA, PacketWriter.PADDING, sendId, sequence, now);
        PacketWriter.writePadding(packet, size - PacketHeader.SIZE - length);
        stream.copy(offset, length, packet);
        outlet.send(packet, size);
    }

    /** A packet without payload: SYN, FIN. */
    void bare(PacketType type, int connectionId, int sequence, long now) {
        flush();
        ByteBuf packet = allocator.directBuffer(PacketHeader.SIZE, PacketHeader.SIZE);
        header(packet, type, PacketHeader.NO_EXTENSION, connectionId, sequence, now);
        outlet.send(packet, PacketHeader.SIZE);
    }

    void fin(int sequence, long now) {
        bare(PacketType.FIN, sendId, sequence, now);
    }

    void reset(int sequence, long now) {
        bare(PacketType.RESET, sendId, sequence, now);
    }

    /** An acknowledgement by itself, which tells of gaps, too. */
    void state(int nextSequence, long now) {
        flush();
        int mask = received.maskLength();
        ByteBuf packet = allocator.directBuffer(PacketHeader.SIZE + 2 + MAX_MASK);
        int extension = mask == 0 ? PacketHeader.NO_EXTENSION : PacketHeader.SELECTIVE_ACK;
        header(packet, PacketType.STATE, extension, sendId, nextSequence, now);
        if (mask > 0) {
            packet.writeByte(PacketHeader.NO_EXTENSION).writeByte(mask);
            received.writeMask(packet);
        }
        outlet.send(packet, packet.readableBytes());
    }

    /** Sends the row. */
    void flush() {
        if (row != null) {
            ByteBuf full = row;
            row = null;
            rowPackets = 0;
            outlet.send(full, segment);
        }
    }

    private void header(ByteBuf out, PacketType type, int extension, int connectionId, int sequence, long now) {
        advertised = received.window();
        acknowledged = received.ack();
        PacketWriter.writeHeader(
                out, type, extension, connectionId, now, difference, advertised, sequence, received.ack());
    }
}
