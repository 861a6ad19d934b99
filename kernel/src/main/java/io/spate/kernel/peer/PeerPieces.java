package io.spate.kernel.peer;

import io.spate.api.Bitfield;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.wire.WireException;

/**
 * What one peer has: keeps the picker's counts, and how many of its pieces we still want, so that interest is known without
 * looking through the pieces at every message. Confined to the torrent's loop.
 */
final class PeerPieces {
    /** A peer may make us look at so many pieces by telling all that it has; the usual torrent is far below. */
    private static final long MAX_PIECES_TOLD = 8L * 1024 * 1024;

    private static final int LEAST_TOLD = 4;

    private final Bitfield pieces;
    private final PieceDownloads downloads;
    private final TorrentPicker picker;
    private int interesting;
    private boolean countedAsSeed;
    private int toldAll;

    PeerPieces(Bitfield pieces, PieceDownloads downloads, TorrentPicker picker) {
        this.pieces = pieces;
        this.downloads = downloads;
        this.picker = picker;
    }

    /**
     * The peer told all that it has; replaces what it told before. BEP 6 allows it once, but there are clients that say have
     * none and then send a bit field. Each time costs a look at all pieces, so that the number is bounded.
     *
     * @throws WireException if it told too often
     */
    void onAll(Bitfield all) {
        if (++toldAll > LEAST_TOLD && (long) toldAll * pieces.size() > MAX_PIECES_TOLD) {
            throw WireException.of("bit field, have all or have none", toldAll + " times", "fewer");
        }
        uncount();
        pieces.assign(all);
        if (all.isFull()) {
            countedAsSeed = true;
            picker.onSeed();
        } else {
            picker.onAvailable(pieces);
        }
        recount();
    }

    /** The peer got a piece. */
    void onHave(int piece) {
        if (pieces.set(piece)) {
            picker.onAvailable(piece);
            if (downloads.missing().has(piece)) {
                interesting++;
            }
        }
    }

    /** The peer lost a piece. One that was counted as a seed is counted by its pieces from now on. */
    void onDontHave(int piece) {
        if (!pieces.clear(piece)) {
            return;
        }
        if (countedAsSeed) {
            countedAsSeed = false;
            picker.onSeedGone();
            picker.onAvailable(pieces);
        } else {
            picker.onUnavailable(piece);
        }
        if (downloads.missing().has(piece)) {
            interesting--;
        }
    }

    /** We got a piece. */
    void onWeHave(int piece) {
        if (pieces.has(piece) && downloads.isWanted(piece)) {
            interesting--;
        }
    }

    /** Which pieces we want has changed. */
    void recount() {
        interesting = pieces.commonCount(downloads.missing());
    }

    boolean isInteresting() {
        return interesting > 0;
    }

    void close() {
        uncount();
    }

    private void uncount() {
        if (countedAsSeed) {
            countedAsSeed = false;
            picker.onSeedGone();
            return;
        }
        picker.onUnavailable(pieces);
    }
}
