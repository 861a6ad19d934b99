package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.rate.RateMeter;
import io.spate.kernel.wire.WireException;

/**
 * The exchange of pieces with one peer: what it has is in {@link PeerPieces}, what we ask it for in {@link PeerRequests}, what
 * it asks us for in {@link PeerUploads}. What it says about pieces is checked here. Confined to the torrent's loop.
 */
final class PieceExchange implements PeerPhase {
    private final PeerConnection peer;
    private final PeerHost host;
    private final ChokeState state;
    private final PeerOutput output;
    private final Refusals refusals;
    private final Bitfield pieces;
    private final PeerPieces interest;
    private final PeerRequests requests;
    private final PeerUploads uploads;
    private final AllowedFast allowedFast;
    private int blockLength;

    /** @param infoHash as in the handshake */
    PieceExchange(
            PeerConnection peer,
            InfoHash infoHash,
            PeerHost host,
            ChokeState state,
            PeerOutput output,
            Refusals refusals) {
        this.peer = peer;
        this.host = host;
        this.state = state;
        this.output = output;
        this.refusals = refusals;
        this.pieces = new Bitfield(host.layout().pieceCount());
        this.interest = new PeerPieces(pieces, host.downloads(), host.picker());
        this.requests = new PeerRequests(peer, host, pieces);
        this.uploads = new PeerUploads(peer, host);
        this.allowedFast = new AllowedFast(peer, infoHash, pieces);
    }

    /** Tells the peer what we have. */
    void introduce() {
        output.pieces(host.downloads().have(), peer.isFast());
        peer.tellUploadOnly(host.isUploadOnly());
    }

    @Override
    public Bitfield pieces() {
        return pieces;
    }

    @Override
    public boolean isSeed() {
        return pieces.isFull();
    }

    @Override
    public boolean isUploadOnly() {
        return host.isUploadOnly();
    }

    @Override
    public boolean isSnubbed() {
        return requests.isSnubbed();
    }

    @Override
    public int outstanding() {
        return requests.outstanding();
    }

    @Override
    public RateMeter downloads() {
        return requests.meter();
    }

    @Override
    public RateMeter uploads() {
        return uploads.meter();
    }

    void choke() {
        if (state.choke()) {
            output.signal(Signal.CHOKE);
            uploads.rejectAllBut(allowedFast::grants);
        }
    }

    void unchoke() {
        if (state.unchoke(host.loop().nanoTime())) {
            refusals.forgive();
            output.signal(Signal.UNCHOKE);
        }
    }

    /** We got a piece. */
    void sendHave(int piece) {
        interest.onWeHave(piece);
        output.have(piece);
        updateInterest();
    }

    /** Which pieces we want has changed. */
    void onWantedChanged() {
        interest.recount();
        updateInterest();
        peer.tellUploadOnly(host.isUploadOnly());
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        if (!host.layout().hasRange(piece, begin, length) || !PeerUploads.isServed(length)) {
            refusals.refuse(
                    piece, begin, length, "request of piece " + piece + " from " + begin + ", " + length + " bytes");
        } else if (!host.downloads().have().has(piece)) {
            refusals.refuse(piece, begin, length, "request of piece " + piece + " that we do not have");
        } else if (state.amChoking() && !allowedFast.grants(piece, length)) {
            refusals.reject(piece, begin, length);
        } else {
            uploads.onRequest(piece, begin, length);
        }
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        uploads.onCancel(piece, begin, length);
    }

    @Override
    public void onReject(int piece, int begin) {
        requests.onReject(piece, begin);
        if (!state.isPeerChoking() && requests.areRejected()) {
            peer.close("rejects what it says it has");
        }
    }

    @Override
    public void onHave(int piece) {
        requirePiece("have", piece);
        interest.onHave(piece);
        updateInterest();
        if (isSeed()) {
            host.onPieces(peer);
        }
    }

    @Override
    public void onDontHave(int piece) {
        requirePiece("lt_donthave", piece);
        interest.onDontHave(piece);
        requests.onDontHave(piece);
        updateInterest();
    }

    private void requirePiece(String message, int piece) {
        if (!host.layout().hasPiece(piece)) {
            throw WireException.of(message, piece, "0.." + (host.layout().pieceCount() - 1));
        }
    }

    @Override
    public void onBitfield(byte[] bits) {
        onAll(Bitfield.fromWire(bits, pieces.size())
                .orElseThrow(() -> WireException.of(
                        "bit field", bits.length + " bytes", Bitfield.wireLength(pieces.size()) + " bytes")));
    }

    @Override
    public void onHaveAll() {
        onAll(Bitfield.full(pieces.size()));
    }

    @Override
    public void onHaveNone() {
        onAll(new Bitfield(pieces.size()));
    }

    private void onAll(Bitfield all) {
        interest.onAll(all);
        updateInterest();
        if (state.amChoking()) {
            allowedFast.offer(host.downloads().have());
        }
        host.onPieces(peer);
    }

    /** Tells the peer whether we want something of it, if that has changed. */
    private void updateInterest() {
        boolean now = interest.isInteresting() && !host.isUploadOnly();
        if (!peer.isClosed() && state.interested(now)) {
            output.signal(now ? Signal.INTERESTED : Signal.NOT_INTERESTED);
        }
    }

    @Override
    public void onSuggest(int piece) {
        requirePiece("suggest", piece);
        requests.supplier().suggested(piece);
    }

    @Override
    public void onChoked() {
        requests.onChoked(peer.isFast());
        if (requests.areTakenBack()) {
            peer.close("chokes again and again, and sends nothing");
        }
    }

    @Override
    public void onUnchoked() {
        requests.onUnchoked();
    }

    @Override
    public void onInterest() {
        host.onInterest(peer);
    }

    @Override
    public void startBlock(int piece, int begin, int length) {
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
    public void endBlock() {
        requests.endBlock(blockLength);
    }

    @Override
    public void onUploadOnly() {
        host.onPieces(peer);
    }

    @Override
    public void onRequestLimit(int limit) {
        requests.peerLimit(limit);
    }

    @Override
    public void refill() {
        requests.refill();
    }

    @Override
    public void pump() {
        uploads.pump();
    }

    @Override
    public void onHeldUp() {
        requests.onHeldUp();
    }

    @Override
    public void tick(double seconds) {
        requests.tick(seconds);
        uploads.tick(seconds);
    }

    @Override
    public void close() {
        requests.close();
        uploads.close();
        interest.close();
    }
}
