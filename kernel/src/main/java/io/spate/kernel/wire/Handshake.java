package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first 68 bytes of a connection (BEP 3).
 *
 * @param infoHash 20 bytes: a version 2 hash is {@linkplain InfoHash#truncated cut}
 */
public record Handshake(ReservedBits reserved, InfoHash infoHash, PeerId peerId) {
    /** Bytes of the whole handshake. */
    public static final int LENGTH = 68;

    static final int RESERVED_AT = 20;
    static final int INFO_HASH_AT = 28;
    static final int PEER_ID_AT = 48;
    private static final byte[] PROTOCOL = "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

    public Handshake {
        if (infoHash.isV2()) {
            throw new IllegalArgumentException("info-hash: 32 bytes (expected: 20)");
        }
    }

    public void encode(ByteBuf out) {
        out.writeBytes(PROTOCOL);
        out.writeLong(reserved.value());
        out.writeBytes(infoHash.toBytes());
        out.writeBytes(peerId.toBytes());
    }

    /**
     * Whether a connection begins as a handshake does.
     *
     * @param firstBytes of the connection; its indices are left as they are
     * @return empty while they do, but there are too few to be sure
     */
    public static Optional<Boolean> isBegunBy(ByteBuf firstBytes) {
        int count = Math.min(firstBytes.readableBytes(), PROTOCOL.length);
        for (int i = 0; i < count; i++) {
            if (firstBytes.getByte(firstBytes.readerIndex() + i) != PROTOCOL[i]) {
                return Optional.of(false);
            }
        }
        return count == PROTOCOL.length ? Optional.of(true) : Optional.empty();
    }

    static byte protocolByte(int index) {
        return PROTOCOL[index];
    }
}
