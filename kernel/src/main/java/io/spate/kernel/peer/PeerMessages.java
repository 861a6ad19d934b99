package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.WireException;

/**
 * What a peer says: each message goes to the part of the connection that it concerns. Those about pieces go to the phase that
 * the connection is in. Confined to the torrent's loop.
 */
final class PeerMessages implements PeerWireDecoder.Output {
    private final PeerConnection peer;
    private final ChokeState state;
    private final PeerExtensions extensions;

    PeerMessages(PeerConnection peer, ChokeState state, PeerExtensions extensions) {
        this.peer = peer;
        this.state = state;
        this.extensions = extensions;
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        peer.phase().onRequest(piece, begin, length);
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        peer.phase().onCancel(piece, begin, length);
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        requireFast("reject");
        peer.phase().onReject(piece, begin);
    }

    @Override
    public void onHave(int piece) {
        peer.phase().onHave(piece);
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        peer.phase().startBlock(piece, begin, length);
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        peer.phase().onBlockBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        peer.phase().endBlock();
    }

    @Override
    public boolean wantsExtended(int messageId, int length) {
        return extensions.wants(messageId, length);
    }

    @Override
    public void onMessage(PeerMessage message) {
        if (message instanceof Signal signal) {
            onSignal(signal);
        } else if (message instanceof PeerMessage.BitfieldMessage bitfield) {
            peer.phase().onBitfield(bitfield.bytes());
        } else if (message instanceof PeerMessage.Extended extended) {
            extensions.onMessage(extended.id(), extended.bytes());
        } else if (message instanceof PeerMessage.Suggest suggest) {
            requireFast("suggest");
            peer.phase().onSuggest(suggest.piece());
        } else if (message instanceof PeerMessage.AllowedFast) {
            requireFast("allowed fast"); // the unchoke, which the first seconds bring, comes soon enough for us
        }
    }

    private void onSignal(Signal signal) {
        switch (signal) {
            case KEEP_ALIVE -> {}
            case CHOKE -> {
                if (state.peerChoking(true)) {
                    peer.phase().onChoked();
                }
            }
            case UNCHOKE -> {
                if (state.peerChoking(false)) {
                    peer.phase().onUnchoked();
                }
            }
            case INTERESTED -> onInterested(true);
            case NOT_INTERESTED -> onInterested(false);
            case HAVE_ALL -> {
                requireFast("have all");
                peer.phase().onHaveAll();
            }
            case HAVE_NONE -> {
                requireFast("have none");
                peer.phase().onHaveNone();
            }
        }
    }

    private void onInterested(boolean now) {
        if (state.peerInterested(now)) {
            peer.phase().onInterest();
        }
    }

    private void requireFast(String message) {
        if (!peer.isFast()) {
            throw WireException.of(message, "sent", "only with the fast extension (BEP 6)");
        }
    }
}
