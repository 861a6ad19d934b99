package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.peer.HashRange;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;

/** Writes messages, each with its length prefix, into a buffer that grows as needed (BEP 3, 5, 6, 10, 52). */
public final class PeerWireEncoder {
    /** Bytes before the payload of a piece message. */
    public static final int PIECE_HEADER_LENGTH = 13;

    private PeerWireEncoder() {}

    /** Any message; the hot ones have methods of their own. The payload of a piece is copied and stays the message's. */
    public static void write(ByteBuf out, PeerMessage message) {
        message.accept(new Writer(out));
    }

    public static void signal(ByteBuf out, Signal signal) {
        switch (signal) {
            case KEEP_ALIVE -> out.writeInt(0);
            case CHOKE -> head(out, 1, MessageId.CHOKE);
            case UNCHOKE -> head(out, 1, MessageId.UNCHOKE);
            case INTERESTED -> head(out, 1, MessageId.INTERESTED);
            case NOT_INTERESTED -> head(out, 1, MessageId.NOT_INTERESTED);
            case HAVE_ALL -> head(out, 1, MessageId.HAVE_ALL);
            case HAVE_NONE -> head(out, 1, MessageId.HAVE_NONE);
        }
    }

    public static void have(ByteBuf out, int piece) {
        index(out, MessageId.HAVE, piece);
    }

    public static void bitfield(ByteBuf out, Bitfield pieces) {
        bytes(out, MessageId.BITFIELD, pieces.toWire());
    }

    public static void request(ByteBuf out, int piece, int begin, int length) {
        block(out, MessageId.REQUEST, piece, begin, length);
    }

    /** What goes before the {@code length} bytes of a block, which the caller adds. */
    public static void pieceHeader(ByteBuf out, int piece, int begin, int length) {
        head(out, 9 + length, MessageId.PIECE);
        out.writeInt(piece);
        out.writeInt(begin);
    }

    public static void cancel(ByteBuf out, int piece, int begin, int length) {
        block(out, MessageId.CANCEL, piece, begin, length);
    }

    public static void reject(ByteBuf out, int piece, int begin, int length) {
        block(out, MessageId.REJECT, piece, begin, length);
    }

    public static void port(ByteBuf out, int port) {
        head(out, 3, MessageId.PORT);
        out.writeShort(port);
    }

    public static void suggest(ByteBuf out, int piece) {
        index(out, MessageId.SUGGEST, piece);
    }

    public static void allowedFast(ByteBuf out, int piece) {
        index(out, MessageId.ALLOWED_FAST, piece);
    }

    /** @param id 0 for the extended handshake, else as the peer announced it; {@code payload} stays the caller's, unread */
    public static void extended(ByteBuf out, int id, ByteBuf payload) {
        head(out, 2 + payload.readableBytes(), MessageId.EXTENDED);
        out.writeByte(id);
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    private static void head(ByteBuf out, int length, int id) {
        out.writeInt(length);
        out.writeByte(id);
    }

    private static void index(ByteBuf out, int id, int piece) {
        head(out, 5, id);
        out.writeInt(piece);
    }

    private static void block(ByteBuf out, int id, int piece, int begin, int length) {
        head(out, 13, id);
        out.writeInt(piece);
        out.writeInt(begin);
        out.writeInt(length);
    }

    private static void bytes(ByteBuf out, int id, byte[] bytes) {
        head(out, 1 + bytes.length, id);
        out.writeBytes(bytes);
    }

    private static void range(ByteBuf out, int id, HashRange range, int hashBytes) {
        head(out, 1 + MessageLength.HASH_RANGE + hashBytes, id);
        out.writeBytes(range.piecesRoot());
        out.writeInt(range.baseLayer());
        out.writeInt(range.index());
        out.writeInt(range.length());
        out.writeInt(range.proofLayers());
    }

    private record Writer(ByteBuf out) implements PeerMessage.Visitor<ByteBuf> {
        @Override
        public ByteBuf signal(Signal signal) {
            PeerWireEncoder.signal(out, signal);
            return out;
        }

        @Override
        public ByteBuf have(PeerMessage.Have have) {
            PeerWireEncoder.have(out, have.piece());
            return out;
        }

        @Override
        public ByteBuf bitfield(PeerMessage.BitfieldMessage bitfield) {
            bytes(out, MessageId.BITFIELD, bitfield.bytes());
            return out;
        }

        @Override
        public ByteBuf request(PeerMessage.Request request) {
            PeerWireEncoder.request(out, request.piece(), request.begin(), request.length());
            return out;
        }

        @Override
        public ByteBuf piece(PeerMessage.Piece piece) {
            ByteBuf block = piece.bytes();
            pieceHeader(out, piece.piece(), piece.begin(), block.readableBytes());
            return out.writeBytes(block, block.readerIndex(), block.readableBytes());
        }

        @Override
        public ByteBuf cancel(PeerMessage.Cancel cancel) {
            PeerWireEncoder.cancel(out, cancel.piece(), cancel.begin(), cancel.length());
            return out;
        }

        @Override
        public ByteBuf port(PeerMessage.Port port) {
            PeerWireEncoder.port(out, port.port());
            return out;
        }

        @Override
        public ByteBuf suggest(PeerMessage.Suggest suggest) {
            PeerWireEncoder.suggest(out, suggest.piece());
            return out;
        }

        @Override
        public ByteBuf reject(PeerMessage.Reject reject) {
            PeerWireEncoder.reject(out, reject.piece(), reject.begin(), reject.length());
            return out;
        }

        @Override
        public ByteBuf allowedFast(PeerMessage.AllowedFast allowedFast) {
            PeerWireEncoder.allowedFast(out, allowedFast.piece());
            return out;
        }

        @Override
        public ByteBuf extended(PeerMessage.Extended extended) {
            head(out, 2 + extended.bytes().length, MessageId.EXTENDED);
            return out.writeByte(extended.id()).writeBytes(extended.bytes());
        }

        @Override
        public ByteBuf hashRequest(PeerMessage.HashRequest request) {
            range(out, MessageId.HASH_REQUEST, request.range(), 0);
            return out;
        }

        @Override
        public ByteBuf hashes(PeerMessage.Hashes hashes) {
            range(out, MessageId.HASHES, hashes.range(), hashes.hashes().length);
            return out.writeBytes(hashes.hashes());
        }

        @Override
        public ByteBuf hashReject(PeerMessage.HashReject reject) {
            range(out, MessageId.HASH_REJECT, reject.range(), 0);
            return out;
        }

        @Override
        public ByteBuf unknown(PeerMessage.Unknown unknown) {
            bytes(out, unknown.id(), unknown.bytes());
            return out;
        }
    }
}
