package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import java.nio.charset.StandardCharsets;

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

    static byte protocolByte(int index) {
        return PROTOCOL[index];
    }
}
