package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import java.util.ArrayList;
import java.util.List;

/** Turns what a decoder tells back into messages. Blocks are put together on the heap. */
final class RecordingOutput implements PeerWireDecoder.Output {
    final List<PeerMessage> messages = new ArrayList<>();
    private int piece;
    private int begin;
    private int expected;
    private ByteBuf block;

    @Override
    public void onRequest(int piece, int begin, int length) {
        messages.add(new PeerMessage.Request(piece, begin, length));
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        messages.add(new PeerMessage.Cancel(piece, begin, length));
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        messages.add(new PeerMessage.Reject(piece, begin, length));
    }

    @Override
    public void onHave(int piece) {
        messages.add(new PeerMessage.Have(piece));
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        this.piece = piece;
        this.begin = begin;
        this.expected = length;
        this.block = Unpooled.buffer();
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        block.writeBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        if (block.readableBytes() != expected) {
            throw new AssertionError("block: " + block.readableBytes() + " bytes (announced: " + expected + ")");
        }
        messages.add(new PeerMessage.Piece(piece, begin, block));
        block = null;
    }

    @Override
    public void onMessage(PeerMessage message) {
        messages.add(message);
    }

    @Override
    public boolean wantsUnknown(int id, int length) {
        return true;
    }
}
