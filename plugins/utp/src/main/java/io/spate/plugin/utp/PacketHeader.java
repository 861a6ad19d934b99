package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;

/**
 * The head of one packet as it came, up to the payload. Read again and again into the same object, since one is needed for
 * every packet; valid until the next reading.
 */
final class PacketHeader {
    /** Of the fixed part. */
    static final int SIZE = 20;

    static final int VERSION = 1;
    static final int NO_EXTENSION = 0;
    static final int SELECTIVE_ACK = 1;
    /** libtorrent: why a connection was closed. */
    static final int CLOSE_REASON = 3;

    private PacketType type;
    private int connectionId;
    private int timestamp;
    private int timestampDifference;
    private long window;
    private int sequence;
    private int ack;
    private ByteBuf packet;
    private int maskStart;
    private int maskLength;
    private int closeReason;

    /** Whether the datagram can be uTP's: version 1 and a type that there is. BEP 29 leaves nothing else to know it by. */
    static boolean isRecognised(ByteBuf datagram) {
        if (datagram.readableBytes() < SIZE) {
            return false;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        return (first & 0xf) == VERSION && PacketType.isKnown(first >> 4);
    }

    static PacketType typeOf(ByteBuf datagram) {
        return PacketType.of(datagram.getUnsignedByte(datagram.readerIndex()) >> 4);
    }

    static int connectionIdOf(ByteBuf datagram) {
        return datagram.getUnsignedShort(datagram.readerIndex() + 2);
    }

    /**
     * Reads the head, and moves the reader index to the payload.
     *
     * @return false if this is no packet: too short, another version, or extensions that run over its end
     */
    boolean read(ByteBuf datagram) {
        if (!isRecognised(datagram)) {
            return false;
        }
        packet = datagram;
        type = PacketType.of(datagram.readUnsignedByte() >> 4);
        int extension = datagram.readUnsignedByte();
        connectionId = datagram.readUnsignedShort();
        timestamp = datagram.readInt();
        timestampDifference = datagram.readInt();
        window = datagram.readUnsignedInt();
        sequence = datagram.readUnsignedShort();
        ack = datagram.readUnsignedShort();
        maskLength = 0;
        closeReason = 0;
        return readExtensions(extension);
    }

    private boolean readExtensions(int first) {
        for (int extension = first; extension != NO_EXTENSION; ) {
            if (packet.readableBytes() < 2) {
                return false;
            }
            int next = packet.readUnsignedByte();
            int length = packet.readUnsignedByte();
            if (packet.readableBytes() < length) {
                return false;
            }
            onExtension(extension, length);
            packet.skipBytes(length);
            extension = next;
        }
        return true;
    }

    /** Others, such as the bits that old versions of uTorrent send (2), say nothing that we need. */
    private void onExtension(int extension, int length) {
        if (extension == SELECTIVE_ACK) {
            maskStart = packet.readerIndex();
            maskLength = length;
        } else if (extension == CLOSE_REASON && length >= 4) {
            closeReason = packet.getUnsignedShort(packet.readerIndex() + 2);
        }
    }

    PacketType type() {
        return type;
    }

    int connectionId() {
        return connectionId;
    }

    /** The sender's clock at the sending, in microseconds; 32 bits that wrap around. */
    int timestamp() {
        return timestamp;
    }

    /** How long, by two clocks that disagree, our last packet took to the sender; 0 if it does not know. */
    int timestampDifference() {
        return timestampDifference;
    }

    /** Bytes that the sender would take. */
    long window() {
        return window;
    }

    int sequence() {
        return sequence;
    }

    /** The last packet that the sender has got in order. */
    int ack() {
        return ack;
    }

    /** How many packets the selective ack speaks of: a multiple of 8; 0 without one. */
    int maskBits() {
        return maskLength * 8;
    }

    /** Whether the sender has packet {@code ack + 2 + bit}; least significant bits come first. */
    boolean isMasked(int bit) {
        return (packet.getByte(maskStart + bit / 8) >> (bit % 8) & 1) != 0;
    }

    /** libtorrent's number for why it closes; 0 if it does not say. */
    int closeReason() {
        return closeReason;
    }
}
