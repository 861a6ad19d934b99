package io.spate.kernel.wire;

import io.netty.buffer.ByteBuf;
import io.spate.api.peer.PeerMessage;

/** Forwards everything but the wish for unknown messages; tests override what they look at. */
class ForwardingOutput implements PeerWireDecoder.Output {
    private final PeerWireDecoder.Output next;

    ForwardingOutput(PeerWireDecoder.Output next) {
        this.next = next;
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        next.onRequest(piece, begin, length);
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        next.onCancel(piece, begin, length);
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        next.onReject(piece, begin, length);
    }

    @Override
    public void onHave(int piece) {
        next.onHave(piece);
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        next.onBlockStart(piece, begin, length);
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        next.onBlockBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        next.onBlockEnd();
    }

    @Override
    public void onMessage(PeerMessage message) {
        next.onMessage(message);
    }
}
