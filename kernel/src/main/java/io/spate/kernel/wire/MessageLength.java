package io.spate.kernel.wire;

import static io.spate.kernel.wire.MessageId.*;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.peer.HashRange;

/** How long messages may be. A length counts the id and what follows, as the prefix of four bytes does. */
final class MessageLength {
    static final int PREFIX = 4;
    static final int MAX = 1 << 20;
    static final int MAX_BLOCK = 128 * 1024;
    static final int MAX_HEAD = PREFIX + 13;
    static final int HASH_RANGE = HashRange.ROOT_LENGTH + 16;
    private static final int MAX_HASHES = 512 * 1024;
    private static final int HASH = 32;

    private MessageLength() {}

    /** Bytes, with the prefix, that are read before a message can be acted upon: all, unless it may be long. */
    static int head(int id) {
        return switch (id) {
            case HAVE, SUGGEST, ALLOWED_FAST -> PREFIX + 5;
            case REQUEST, CANCEL, REJECT -> PREFIX + 13;
            case PIECE -> PREFIX + 9;
            case PORT -> PREFIX + 3;
            case EXTENDED -> PREFIX + 2;
            default -> PREFIX + 1;
        };
    }

    static void check(int length) {
        if (length < 0 || length > MAX) {
            throw WireException.of("message length", Integer.toUnsignedString(length), "0.." + MAX);
        }
    }

    /** @param pieces of the torrent, or 0 if not known */
    static void check(int id, int length, int pieces) {
        switch (id) {
            case CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE_ALL, HAVE_NONE -> exactly(id, length, 1);
            case HAVE, SUGGEST, ALLOWED_FAST, REQUEST, CANCEL, REJECT, PORT -> exactly(id, length, head(id) - PREFIX);
            case PIECE -> between(id, length, 9 + 1, 9 + MAX_BLOCK);
            case BITFIELD -> checkBitfield(length, pieces);
            case EXTENDED -> between(id, length, 2, MAX);
            case HASH_REQUEST, HASH_REJECT -> exactly(id, length, 1 + HASH_RANGE);
            case HASHES -> checkHashes(length);
            default -> between(id, length, 1, MAX);
        }
    }

    private static void checkBitfield(int length, int pieces) {
        if (pieces > 0) {
            exactly(BITFIELD, length, 1 + Bitfield.wireLength(pieces));
        } else {
            between(BITFIELD, length, 2, 1 + Bitfield.wireLength(PieceLayout.MAX_PIECES));
        }
    }

    private static void checkHashes(int length) {
        between(HASHES, length, 1 + HASH_RANGE + HASH, MAX_HASHES);
        if ((length - 1 - HASH_RANGE) % HASH != 0) {
            throw WireException.of("length of hashes message", length, "49 and a multiple of 32");
        }
    }

    private static void exactly(int id, int length, int expected) {
        if (length != expected) {
            throw WireException.of("length of message " + id, length, expected);
        }
    }

    private static void between(int id, int length, int min, int max) {
        if (length < min || length > max) {
            throw WireException.of("length of message " + id, length, min + ".." + max);
        }
    }
}
