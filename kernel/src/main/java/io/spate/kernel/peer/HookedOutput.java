package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.PeerWireEncoder;

/**
 * Shows hooks what we say, by reading our own messages again: so those who write messages need not know of hooks, and nothing
 * is spent while there are none. Buffers hold whole messages; blocks do not come this way.
 */
final class HookedOutput implements PeerWireDecoder.Output {
    private final PeerHooks.Look hooks;
    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private ByteBuf out = Unpooled.EMPTY_BUFFER;

    HookedOutput(PeerHooks.Look hooks) {
        this.hooks = hooks;
    }

    /**
     * What is left of the messages; takes the buffer, and gives another. A hook that looks at one may say something itself,
     * which passes here meanwhile, and comes first.
     */
    ByteBuf passed(ByteBuf messages) {
        ByteBuf interrupted = out;
        ByteBuf left = Unpooled.buffer(messages.readableBytes());
        out = left;
        try {
            decoder.feed(messages, this);
            return left;
        } finally {
            out = interrupted;
            messages.release();
        }
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        onMessage(new PeerMessage.Request(piece, begin, length));
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        onMessage(new PeerMessage.Cancel(piece, begin, length));
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        onMessage(new PeerMessage.Reject(piece, begin, length));
    }

    @Override
    public void onHave(int piece) {
        onMessage(new PeerMessage.Have(piece));
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        throw new IllegalStateException("a block of piece " + piece + " was sent past the uploads");
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        throw new IllegalStateException("bytes of a block were sent past the uploads");
    }

    @Override
    public void onBlockEnd() {}

    @Override
    public boolean wantsUnknown(int id, int length) {
        return true;
    }

    @Override
    public void onMessage(PeerMessage message) {
        hooks.at(message).ifPresent(left -> PeerWireEncoder.write(out, left));
    }
}
