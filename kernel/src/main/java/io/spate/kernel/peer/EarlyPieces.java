package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.kernel.rate.RateMeter;
import io.spate.kernel.wire.WireException;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A peer before pieces can be exchanged. What it tells of those that it has is kept, and checked once their number is known;
 * that costs at most 256 KiB for a bit field and twice as much again for single pieces. It is asked for nothing, and what it asks
 * for is rejected.
 */
final class EarlyPieces implements PeerPhase {
    private final Bitfield unknown = new Bitfield(0);
    private final RateMeter nothing = new RateMeter();
    private final Refusals refusals;
    /** What it told of all pieces at last; what it told of single ones since then is in the other. */
    private Consumer<PieceExchange> all = exchange -> {};

    private final BitSet more = new BitSet();
    private final BitSet lost = new BitSet();
    private OptionalInt requestLimit = OptionalInt.empty();
    private boolean hasAll;

    EarlyPieces(Refusals refusals) {
        this.refusals = refusals;
    }

    /** Tells what the peer told so far. Throws {@link WireException} if that cannot be true. */
    void handTo(PieceExchange exchange) {
        requestLimit.ifPresent(exchange::onRequestLimit);
        all.accept(exchange);
        for (int piece = lost.nextSetBit(0); piece >= 0; piece = lost.nextSetBit(piece + 1)) {
            exchange.onDontHave(piece);
        }
        for (int piece = more.nextSetBit(0); piece >= 0; piece = more.nextSetBit(piece + 1)) {
            exchange.onHave(piece);
        }
    }

    @Override
    public Bitfield pieces() {
        return unknown;
    }

    @Override
    public boolean isSeed() {
        return hasAll;
    }

    /** We want everything, as far as we know. */
    @Override
    public boolean isUploadOnly() {
        return false;
    }

    @Override
    public boolean isSnubbed() {
        return false;
    }

    @Override
    public int outstanding() {
        return 0;
    }

    @Override
    public RateMeter downloads() {
        return nothing;
    }

    @Override
    public RateMeter uploads() {
        return nothing;
    }

    @Override
    public void onRequest(int piece, int begin, int length) {
        refusals.refuse(piece, begin, length, "request of piece " + piece + " of a peer that has none");
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        // What it takes back was rejected.
    }

    @Override
    public void onReject(int piece, int begin) {
        // Nothing was asked for, so that it means nothing.
    }

    @Override
    public void onHave(int piece) {
        requirePiece("have", piece);
        more.set(piece);
        lost.clear(piece);
    }

    @Override
    public void onDontHave(int piece) {
        requirePiece("lt_donthave", piece);
        more.clear(piece);
        lost.set(piece);
        hasAll = false;
    }

    private static void requirePiece(String message, int piece) {
        if (piece < 0 || piece >= PieceLayout.MAX_PIECES) {
            throw WireException.of(message, piece, "0.." + (PieceLayout.MAX_PIECES - 1));
        }
    }

    @Override
    public void onBitfield(byte[] bits) {
        told(false, exchange -> exchange.onBitfield(bits));
    }

    @Override
    public void onHaveAll() {
        told(true, PieceExchange::onHaveAll);
    }

    @Override
    public void onHaveNone() {
        told(false, PieceExchange::onHaveNone);
    }

    /** Only a hint: it may be given again. */
    @Override
    public void onSuggest(int piece) {}

    private void told(boolean everything, Consumer<PieceExchange> later) {
        hasAll = everything;
        all = later;
        more.clear();
        lost.clear();
    }

    @Override
    public void onChoked() {
        // The connection knows; nothing was asked for.
    }

    @Override
    public void onUnchoked() {
        // The connection knows; there is nothing to ask for yet.
    }

    @Override
    public void onInterest() {
        // The connection knows; there is nothing to give yet.
    }

    @Override
    public void startBlock(int piece, int begin, int length) {
        throw WireException.of("block", "piece " + piece + " from " + begin, "none, as none was asked for");
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        throw new IllegalStateException("bytes of a block that was refused");
    }

    @Override
    public void endBlock() {
        throw new IllegalStateException("the end of a block that was refused");
    }

    @Override
    public void onUploadOnly() {
        // The connection knows; it matters once we want nothing either.
    }

    @Override
    public void onRequestLimit(int requests) {
        requestLimit = OptionalInt.of(requests);
    }

    @Override
    public void refill() {
        // There is nothing to ask for yet.
    }

    @Override
    public void pump() {
        // There is nothing to give yet.
    }

    @Override
    public void onHeldUp() {
        // The peer owes nothing.
    }

    @Override
    public void tick(double seconds) {
        // Nothing runs that could be late.
    }

    @Override
    public void close() {
        more.clear();
        lost.clear();
        all = exchange -> {};
    }
}
