package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.HashRange;
import io.spate.api.peer.PeerMessage;
import java.util.Arrays;

/** Gathers a control message. Memory grows with what came, not with what was promised. */
final class MessageBody {
    private static final int FIRST_CAPACITY = 4096;

    private final int id;
    private final int extendedId;
    private final int length;
    private byte[] bytes;
    private int filled;

    /** @param available bytes that can be read at once */
    MessageBody(int id, int extendedId, int length, int available) {
        this.id = id;
        this.extendedId = extendedId;
        this.length = length;
        this.bytes = new byte[Math.min(length, Math.max(FIRST_CAPACITY, available))];
    }

    /** @return whether the message is whole */
    boolean feed(ByteBuf in) {
        int count = Math.min(in.readableBytes(), length - filled);
        if (filled + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(length, Math.max(2 * bytes.length, filled + count)));
        }
        in.readBytes(bytes, filled, count);
        filled += count;
        return filled == length;
    }

    PeerMessage message() {
        return switch (id) {
            case MessageId.BITFIELD -> new PeerMessage.BitfieldMessage(bytes);
            case MessageId.EXTENDED -> new PeerMessage.Extended(extendedId, bytes);
            case MessageId.HASH_REQUEST -> new PeerMessage.HashRequest(range());
            case MessageId.HASHES -> new PeerMessage.Hashes(range(), hashes());
            case MessageId.HASH_REJECT -> new PeerMessage.HashReject(range());
            default -> new PeerMessage.Unknown(id, bytes);
        };
    }

    private HashRange range() {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        byte[] root = new byte[HashRange.ROOT_LENGTH];
        in.readBytes(root);
        return new HashRange(root, in.readInt(), in.readInt(), in.readInt(), in.readInt());
    }

    private byte[] hashes() {
        return Arrays.copyOfRange(bytes, MessageLength.HASH_RANGE, bytes.length);
    }
}
