package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;

/**
 * Reads the messages after the handshake from any split of the stream. Blocks are never gathered: their bytes are passed on
 * as they come. Requests, cancels, rejects, haves and signals cost no object. Every length is checked before anything is
 * allocated or waited for. Confined to one thread.
 */
public final class PeerWireDecoder {
    /** Bytes of the longest message, without its length prefix. */
    public static final int MAX_MESSAGE = MessageLength.MAX;

    /** Bytes of the longest block that is accepted. */
    public static final int MAX_BLOCK = MessageLength.MAX_BLOCK;

    // A head that is split over two reads. On the heap: it needs no release.
    private final ByteBuf splitHead = Unpooled.buffer(MessageLength.MAX_HEAD, MessageLength.MAX_HEAD);
    private int pieces;
    private int blockLeft;
    private int skipLeft;
    private MessageBody body;
    private boolean stopped;

    /**
     * Gets what was read, in order, during {@link #feed}. Numbers are as the peer sent them, 32 bits read as signed; only
     * lengths of blocks are known to be in range. A method may throw {@link WireException}, as the decoder does.
     */
    public interface Output {
        void onRequest(int piece, int begin, int length);

        void onCancel(int piece, int begin, int length);

        void onReject(int piece, int begin, int length);

        void onHave(int piece);

        /** A block begins. @param length bytes of the whole block, 1..{@link #MAX_BLOCK} */
        void onBlockStart(int piece, int begin, int length);

        /** More of the block: must read exactly {@code count} bytes from {@code in}, which stays the caller's. */
        void onBlockBytes(ByteBuf in, int count);

        /** The block is whole. */
        void onBlockEnd();

        /** Any other message; never a request, cancel, reject, have or piece. */
        void onMessage(PeerMessage message);

        /** Whether this extended message is to be gathered; else it is skipped, and no memory spent. */
        default boolean wantsExtended(int id, int length) {
            return true;
        }

        /** Whether a message of this unknown id is to be gathered; else it is skipped, and no memory spent. */
        default boolean wantsUnknown(int id, int length) {
            return false;
        }
    }

    /** Tells how many pieces the torrent has, so that only a bit field of that length is accepted. */
    public void expectPieces(int pieces) {
        if (pieces <= 0) {
            throw new IllegalArgumentException("pieces: " + pieces + " (expected: 1 or more)");
        }
        this.pieces = pieces;
    }

    /** Nothing more is read or told, and what was gathered is forgotten. May be called from within the output. */
    public void stop() {
        stopped = true;
        body = null;
    }

    /**
     * Reads all of {@code in}, which stays the caller's; less only after {@link #stop}.
     *
     * @throws WireException if the peer broke the protocol; the decoder is then stopped
     */
    public void feed(ByteBuf in, Output out) {
        boolean whole = false;
        try {
            while (!stopped && in.isReadable()) {
                step(in, out);
            }
            whole = true;
        } finally {
            if (!whole) {
                stop();
            }
        }
    }

    private void step(ByteBuf in, Output out) {
        if (blockLeft > 0) {
            passBlock(in, out);
        } else if (skipLeft > 0) {
            skip(in);
        } else if (body != null) {
            gather(in, out);
        } else {
            readHead(in, out);
        }
    }

    private void passBlock(ByteBuf in, Output out) {
        int count = Math.min(blockLeft, in.readableBytes());
        int end = in.readerIndex() + count;
        out.onBlockBytes(in, count);
        if (in.readerIndex() != end) {
            throw new IllegalStateException("bytes of a block left: " + (end - in.readerIndex()) + " (expected: 0)");
        }
        blockLeft -= count;
        if (blockLeft == 0 && !stopped) {
            out.onBlockEnd();
        }
    }

    private void skip(ByteBuf in) {
        int count = Math.min(skipLeft, in.readableBytes());
        in.skipBytes(count);
        skipLeft -= count;
    }

    private void gather(ByteBuf in, Output out) {
        if (body.feed(in)) {
            PeerMessage message = body.message();
            body = null;
            out.onMessage(message);
        }
    }

    private void readHead(ByteBuf in, Output out) {
        if (!splitHead.isReadable() && in.readableBytes() >= headLength(in)) {
            readMessage(in, in, out);
        } else if (completeHead(in)) {
            readMessage(splitHead, in, out);
            splitHead.clear();
        }
    }

    private boolean completeHead(ByteBuf in) {
        // What is missing grows twice: when the length is known, and when the id is.
        int missing = headLength(splitHead) - splitHead.readableBytes();
        while (missing > 0 && in.isReadable()) {
            splitHead.writeBytes(in, Math.min(missing, in.readableBytes()));
            missing = headLength(splitHead) - splitHead.readableBytes();
        }
        return missing == 0;
    }

    /** How much of the message must be there to act upon it, as far as the bytes that are there tell. */
    private int headLength(ByteBuf from) {
        int available = from.readableBytes();
        if (available < MessageLength.PREFIX) {
            return MessageLength.PREFIX;
        }
        int length = from.getInt(from.readerIndex());
        MessageLength.check(length);
        if (length == 0 || available == MessageLength.PREFIX) {
            return MessageLength.PREFIX + Math.min(length, 1);
        }
        int id = from.getUnsignedByte(from.readerIndex() + MessageLength.PREFIX);
        MessageLength.check(id, length, pieces);
        return MessageLength.head(id);
    }

    private void readMessage(ByteBuf head, ByteBuf in, Output out) {
        int length = head.readInt();
        if (length == 0) {
            out.onMessage(Signal.KEEP_ALIVE);
            return;
        }
        int id = head.readUnsignedByte();
        switch (id) {
            case MessageId.REQUEST -> out.onRequest(head.readInt(), head.readInt(), head.readInt());
            case MessageId.PIECE -> startBlock(head.readInt(), head.readInt(), length - 9, out);
            case MessageId.HAVE -> out.onHave(head.readInt());
            case MessageId.CANCEL -> out.onCancel(head.readInt(), head.readInt(), head.readInt());
            case MessageId.REJECT -> out.onReject(head.readInt(), head.readInt(), head.readInt());
            case MessageId.CHOKE -> out.onMessage(Signal.CHOKE);
            case MessageId.UNCHOKE -> out.onMessage(Signal.UNCHOKE);
            case MessageId.INTERESTED -> out.onMessage(Signal.INTERESTED);
            case MessageId.NOT_INTERESTED -> out.onMessage(Signal.NOT_INTERESTED);
            case MessageId.HAVE_ALL -> out.onMessage(Signal.HAVE_ALL);
            case MessageId.HAVE_NONE -> out.onMessage(Signal.HAVE_NONE);
            case MessageId.PORT -> out.onMessage(new PeerMessage.Port(head.readUnsignedShort()));
            case MessageId.SUGGEST -> out.onMessage(new PeerMessage.Suggest(head.readInt()));
            case MessageId.ALLOWED_FAST -> out.onMessage(new PeerMessage.AllowedFast(head.readInt()));
            case MessageId.EXTENDED -> startExtended(head.readUnsignedByte(), length - 2, in, out);
            case MessageId.BITFIELD, MessageId.HASH_REQUEST, MessageId.HASHES, MessageId.HASH_REJECT ->
                startBody(id, 0, length - 1, in, out);
            default -> startUnknown(id, length - 1, in, out);
        }
    }

    private void startBlock(int piece, int begin, int length, Output out) {
        blockLeft = length;
        out.onBlockStart(piece, begin, length);
    }

    private void startExtended(int id, int length, ByteBuf in, Output out) {
        if (out.wantsExtended(id, length)) {
            startBody(MessageId.EXTENDED, id, length, in, out);
        } else {
            skipLeft = length;
        }
    }

    private void startUnknown(int id, int length, ByteBuf in, Output out) {
        if (out.wantsUnknown(id, length)) {
            startBody(id, 0, length, in, out);
        } else {
            skipLeft = length;
        }
    }

    private void startBody(int id, int extendedId, int length, ByteBuf in, Output out) {
        body = new MessageBody(id, extendedId, length, in.readableBytes());
        gather(in, out); // at once: a body of no bytes waits for none
    }
}
