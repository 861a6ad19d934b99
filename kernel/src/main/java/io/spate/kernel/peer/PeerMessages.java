package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.WireException;

/**
 * What a peer says, and what follows from it: each message is checked here and goes to the part of the connection that it
 * concerns. Confined to the torrent's loop.
 */
final class PeerMessages implements PeerWireDecoder.Output {
    /**
     * A peer that asks this often for what it may not have wants to keep us busy (libtorrent's number); besides the requests
     * that may have crossed our choke.
     */
    private static final int MAX_REFUSED = 300;

    private final PeerConnection peer;
    private final PeerHost host;
    private final ChokeState state;
    private final PeerPieces interest;
    private final PeerRequests requests;
    private final PeerUploads uploads;
    private final PeerExtensions extensions;
    private int refused;
    private int blockLength;

    PeerMessages(
            PeerConnection peer,
            ChokeState state,
            PeerPieces interest,
            PeerRequests requests,
            PeerUploads uploads,
            PeerExtensions extensions) {
        this.peer = peer;
        this.host = peer.host();
        this.state = state;
        this.interest = interest;
        this.requests = requests;
        this.uploads = uploads;
        this.extensions = extensions;
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        if (!host.layout().hasRange(piece, begin, length) || !PeerUploads.isServed(length)) {
            refuse(piece, begin, length, "request of piece " + piece + " from " + begin + ", " + length + " bytes");
        } else if (!host.downloads().have().has(piece)) {
            refuse(piece, begin, length, "request of piece " + piece + " that we do not have");
        } else if (state.amChoking()) {
            uploads.reject(piece, begin, length);
            countRefused();
        } else {
            uploads.onRequest(piece, begin, length);
        }
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        uploads.onCancel(piece, begin, length);
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        requireFast("reject");
        requests.onReject(piece, begin);
        if (!state.isPeerChoking() && requests.areRejected()) {
            peer.close("rejects what it says it has");
        }
    }

    @Override
    public void onHave(int piece) {
        if (!host.layout().hasPiece(piece)) {
            throw WireException.of("have", piece, "0.." + (host.layout().pieceCount() - 1));
        }
        interest.onHave(piece);
        peer.updateInterest();
        if (peer.isSeed()) {
            host.onPieces(peer);
        }
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        if (!host.layout().isRequestable(piece, begin, length)) {
            throw WireException.of(
                    "block", "piece " + piece + " from " + begin + ", " + length + " bytes", "one that we asked for");
        }
        blockLength = length;
        requests.startBlock(piece, begin, length);
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        requests.onBlockBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        requests.endBlock(blockLength);
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
            onAllPieces(
                    Bitfield.fromWire(bitfield.bytes(), peer.pieces().size()).orElseThrow());
        } else if (message instanceof PeerMessage.Extended extended) {
            extensions.onMessage(extended.id(), extended.bytes());
        } else if (message instanceof PeerMessage.AllowedFast || message instanceof PeerMessage.Suggest) {
            // Hints: what they would speed up, the first seconds of a connection, the unchoke comes soon enough for.
            requireFast("allowed fast or suggest");
        }
    }

    /** We let it ask again. */
    void onUnchoked() {
        refused = 0;
    }

    private void onSignal(Signal signal) {
        switch (signal) {
            case KEEP_ALIVE -> {}
            case CHOKE -> {
                if (state.peerChoking(true)) {
                    requests.onChoked(peer.isFast());
                }
            }
            case UNCHOKE -> {
                if (state.peerChoking(false)) {
                    requests.onUnchoked();
                }
            }
            case INTERESTED -> onInterested(true);
            case NOT_INTERESTED -> onInterested(false);
            case HAVE_ALL -> {
                requireFast("have all");
                onAllPieces(Bitfield.full(peer.pieces().size()));
            }
            case HAVE_NONE -> {
                requireFast("have none");
                onAllPieces(new Bitfield(peer.pieces().size()));
            }
        }
    }

    private void onInterested(boolean now) {
        if (state.peerInterested(now)) {
            host.onInterest(peer);
        }
    }

    private void onAllPieces(Bitfield all) {
        interest.onAll(all);
        peer.updateInterest();
        host.onPieces(peer);
    }

    /** With the fast extension a wrong request is rejected; without it there is no answer but the close. */
    private void refuse(int piece, int begin, int length, String what) {
        if (!peer.isFast()) {
            peer.close(CloseReason.fault(what));
            return;
        }
        uploads.reject(piece, begin, length);
        countRefused();
    }

    private void countRefused() {
        if (++refused > MAX_REFUSED + host.limits().maxIncomingRequests()) {
            peer.close(CloseReason.fault("asked " + refused + " times for what it may not have"));
        }
    }

    private void requireFast(String message) {
        if (!peer.isFast()) {
            throw WireException.of(message, "sent", "only with the fast extension (BEP 6)");
        }
    }
}
