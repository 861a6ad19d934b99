package io.spate.plugin.metadata;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeLimits;
import io.spate.api.bencode.BencodeRead;
import java.util.Arrays;

/** A message of {@code ut_metadata} (BEP 9): a dictionary, and behind it, in one kind, a piece of the metadata. Pure. */
sealed interface MetadataMessage {
    /** Bytes of the longest message that makes sense: a piece, and its dictionary (libtorrent's number). */
    int MAX_LENGTH = 17 * 1024;

    BencodeLimits LIMITS = new BencodeLimits(MAX_LENGTH, 10, 100);

    /** Asks for a piece. @param piece 0 or more; it need not exist */
    record Request(int piece) implements MetadataMessage {
        ByteBuf encode() {
            return Unpooled.wrappedBuffer(
                    Bencode.write(dictionary(REQUEST, piece).build()));
        }
    }

    /**
     * A piece.
     *
     * @param piece 0 or more; it need not exist
     * @param totalSize bytes of the metadata, as the sender says; 0 if it says nothing, which no client does
     */
    record Data(int piece, long totalSize, byte[] bytes) implements MetadataMessage {
        ByteBuf encode() {
            byte[] head = Bencode.write(
                    dictionary(DATA, piece).put("total_size", totalSize).build());
            return Unpooled.wrappedBuffer(head, bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Data data
                    && piece == data.piece
                    && totalSize == data.totalSize
                    && Arrays.equals(bytes, data.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * piece + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Data[piece=" + piece + ", totalSize=" + totalSize + ", " + bytes.length + " bytes]";
        }
    }

    /** The sender does not have the piece, or does not give it. @param piece 0 or more */
    record Reject(int piece) implements MetadataMessage {
        ByteBuf encode() {
            return Unpooled.wrappedBuffer(
                    Bencode.write(dictionary(REJECT, piece).build()));
        }
    }

    /** A kind of message that came after BEP 9, and is to be ignored. */
    record Unknown(long type) implements MetadataMessage {}

    int REQUEST = 0;
    int DATA = 1;
    int REJECT = 2;

    /** Reads a message; the buffer's indices stay. Fails with {@code PROTOCOL} if no client would send it. */
    static MetadataMessage decode(ByteBuf payload) {
        if (payload.readableBytes() > MAX_LENGTH) {
            throw bad("message of " + payload.readableBytes() + " bytes", "at most " + MAX_LENGTH);
        }
        byte[] bytes = new byte[payload.readableBytes()];
        payload.getBytes(payload.readerIndex(), bytes);
        BencodeRead read = Bencode.readTolerant(bytes, LIMITS);
        BencodeDictionary dictionary = read.dictionary();
        long type = dictionary.integer("msg_type").orElseThrow(() -> bad("msg_type: none", "a number"));
        if (type < REQUEST || type > REJECT) {
            return new Unknown(type);
        }
        int piece = piece(dictionary);
        return switch ((int) type) {
            case REQUEST -> new Request(piece);
            case REJECT -> new Reject(piece);
            default -> new Data(piece, totalSize(dictionary), Arrays.copyOfRange(bytes, read.consumed(), bytes.length));
        };
    }

    private static int piece(BencodeDictionary dictionary) {
        long piece = dictionary.integer("piece").orElseThrow(() -> bad("piece: none", "a number"));
        if (piece < 0 || piece > Integer.MAX_VALUE) {
            throw bad("piece: " + piece, "0.." + Integer.MAX_VALUE);
        }
        return (int) piece;
    }

    private static long totalSize(BencodeDictionary dictionary) {
        long size = dictionary.integer("total_size").orElse(0);
        if (size < 0) {
            throw bad("total_size: " + size, "0 or more");
        }
        return size;
    }

    private static BencodeDictionary.Builder dictionary(int type, int piece) {
        return BencodeDictionary.builder().put("msg_type", type).put("piece", piece);
    }

    private static SpateException bad(String was, String expected) {
        return new SpateException(ErrorCode.PROTOCOL, was + " (expected: " + expected + ")");
    }
}
