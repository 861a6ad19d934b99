package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a handshake from any split of the stream. The info-hash is known before the peer id is there: the accepting side
 * answers at that point, since some peers, and those who check for NAT, send only so much and wait.
 */
public final class HandshakeDecoder {
    private final byte[] bytes = new byte[Handshake.LENGTH];
    private int filled;

    /**
     * Takes what belongs to the handshake and leaves the rest in {@code in}, which stays the caller's.
     *
     * @throws WireException at the first byte of another protocol
     */
    public void feed(ByteBuf in) {
        int from = filled;
        int count = Math.min(in.readableBytes(), Handshake.LENGTH - from);
        in.readBytes(bytes, from, count);
        filled += count;
        for (int i = from; i < Math.min(filled, Handshake.RESERVED_AT); i++) {
            checkProtocol(i);
        }
    }

    /** Bytes taken so far, 0..68. */
    public int received() {
        return filled;
    }

    /** Empty until 48 bytes came. */
    public Optional<ReservedBits> reserved() {
        return filled < Handshake.PEER_ID_AT ? Optional.empty() : Optional.of(readReserved());
    }

    /** Empty until 48 bytes came. */
    public Optional<InfoHash> infoHash() {
        return filled < Handshake.PEER_ID_AT ? Optional.empty() : Optional.of(readInfoHash());
    }

    /** Empty until all 68 bytes came. */
    public Optional<Handshake> handshake() {
        if (filled < Handshake.LENGTH) {
            return Optional.empty();
        }
        PeerId peerId = PeerId.of(Arrays.copyOfRange(bytes, Handshake.PEER_ID_AT, Handshake.LENGTH));
        return Optional.of(new Handshake(readReserved(), readInfoHash(), peerId));
    }

    private ReservedBits readReserved() {
        return new ReservedBits(ByteBuffer.wrap(bytes).getLong(Handshake.RESERVED_AT));
    }

    private InfoHash readInfoHash() {
        return InfoHash.of(Arrays.copyOfRange(bytes, Handshake.INFO_HASH_AT, Handshake.PEER_ID_AT));
    }

    private void checkProtocol(int index) {
        if (bytes[index] != Handshake.protocolByte(index)) {
            throw WireException.of(
                    "handshake byte " + index, bytes[index] & 0xFF, Handshake.protocolByte(index) + ", BitTorrent's");
        }
    }
}
