package io.spate.kernel.download;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Someone who delivers blocks, as {@link PieceDownloads} knows it: what it works on, and how far it is trusted. Confined to
 * the torrent's loop.
 */
public final class BlockSupplier {
    /** A supplier this far below zero is banned (libtorrent's number). */
    private static final int TRUST_OF_A_LIAR = -7;

    private static final int MAX_TRUST = 8;

    /** Those that were made first are forgotten (libtorrent's number). */
    private static final int MAX_SUGGESTIONS = 16;

    private final PeerAddress address;
    private final Bitfield pieces;
    private final Outstanding outstanding;

    /** The piece it was last asked for blocks of. */
    PartialPiece current;

    /** The piece of the block that is arriving, and that it was asked for; null if none is. */
    PartialPiece arriving;

    int arrivingBlock;

    /** Whether the request of the block that is arriving was given back, because it takes so long. */
    boolean arrivingIsLate;

    /** Where the bytes of the block that is arriving go; none if it is thrown away. */
    ByteBuf target;

    int targetIndex;

    /** Whether {@link #target} is a buffer of its own, because the block's place was taken or is not in memory. */
    boolean targetIsScratch;

    private final Deque<Integer> suggestions = new ArrayDeque<>();
    private boolean wholePieces;
    private boolean snubbed;
    private boolean onParole;
    private int trust;

    /** @param pieces what it has, kept up to date by the caller */
    public BlockSupplier(PeerAddress address, Bitfield pieces, Outstanding outstanding) {
        this.address = address;
        this.pieces = pieces;
        this.outstanding = outstanding;
    }

    public PeerAddress address() {
        return address;
    }

    /** What it has. */
    Bitfield pieces() {
        return pieces;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    /** It would rather send this piece than another (BEP 6). */
    public void suggested(int piece) {
        suggestions.remove(piece);
        suggestions.addFirst(piece);
        if (suggestions.size() > MAX_SUGGESTIONS) {
            suggestions.removeLast();
        }
    }

    /** What it suggested and was not begun yet, the latest first; the caller takes out what it begins. */
    Deque<Integer> suggestions() {
        return suggestions;
    }

    /** Whether it is fast enough to be given whole pieces of its own. */
    public void wholePieces(boolean fast) {
        wholePieces = fast;
    }

    /** Whether it keeps us waiting; it then gets the commonest pieces, so that it does not hold up rare ones. */
    public void snubbed(boolean slow) {
        snubbed = slow;
    }

    boolean wantsWholePieces() {
        return wholePieces;
    }

    boolean isReceiving(PartialPiece partial, int block) {
        return arriving == partial && arrivingBlock == block;
    }

    boolean isSnubbed() {
        return snubbed;
    }

    /** On parole it gets pieces that nobody else touches while there are any, so that the next failure is its own fault. */
    boolean isOnParole() {
        return onParole;
    }

    void onPieceGood() {
        trust = Math.min(MAX_TRUST, trust + 1);
        onParole = false;
    }

    /** @return whether it is to be banned */
    boolean onPieceBad(boolean alone) {
        trust -= 2;
        onParole = true;
        return alone || trust <= TRUST_OF_A_LIAR;
    }

    /** What the supplier was asked for and has not delivered. */
    public interface Outstanding {
        boolean isEmpty();

        /** It is the supplier's turn to take memory: asks it for blocks, if it takes requests now. */
        void onRoom();

        /** The block came from somebody else; takes the request back if there is one. */
        void cancel(int piece, int begin);

        /** The piece is given up; takes back all requests of its blocks. */
        void cancelPiece(int piece);
    }
}
