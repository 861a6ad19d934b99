package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.rate.RateMeter;
import io.spate.kernel.resume.Transferred;
import java.util.List;
import java.util.Optional;

/** The numbers of one torrent. Confined to the torrent's loop, but for {@link #onChecked}. */
final class TorrentTotals {
    /** What trackers are told to be missing while it is not known: not 0, as a seed is told of few peers (libtorrent's number). */
    private static final int UNKNOWN_LEFT = 16 * 1024;

    private final RateMeter downloads;
    private final RateMeter uploads;
    private Optional<PieceLayout> layout = Optional.empty();
    private Bitfield wanted = new Bitfield(0);
    private int pieces;
    private long verified;
    private long wantedBytes;
    private long wantedVerified;
    private volatile long checked;
    private long wasted;
    private long corrupt;

    /** @param before what went through in earlier sessions */
    TorrentTotals(Transferred before) {
        this.downloads = new RateMeter(before.downloaded());
        this.uploads = new RateMeter(before.uploaded());
    }

    /** The metadata is known: all is wanted, and nothing there. */
    void onLayout(PieceLayout known) {
        layout = Optional.of(known);
        wanted = Bitfield.full(known.pieceCount());
        wantedBytes = known.totalLength();
    }

    /** What is verified now, after a check. */
    void onHave(Bitfield have) {
        pieces = have.count();
        verified = bytes(have);
        wantedVerified = common(have);
    }

    void onPriorities(byte[] priorities, boolean nothingWanted, Bitfield have) {
        wanted = new Bitfield(priorities.length);
        for (int piece = 0; piece < priorities.length; piece++) {
            if (nothingWanted ? have.has(piece) : priorities[piece] > 0) {
                wanted.set(piece);
            }
        }
        wantedBytes = bytes(wanted);
        wantedVerified = common(have);
    }

    void onVerified(int piece) {
        pieces++;
        int length = layout.orElseThrow().lengthOf(piece);
        verified += length;
        if (wanted.has(piece)) {
            wantedVerified += length;
        }
    }

    /** Whether every piece is verified, wanted or not. */
    boolean isWhole() {
        return layout.filter(known -> pieces == known.pieceCount()).isPresent();
    }

    void onCheckStarted() {
        checked = 0;
    }

    /** Called on disk threads. */
    void onChecked(long bytes) {
        checked = bytes;
    }

    void onDownloaded(int bytes) {
        downloads.add(bytes);
    }

    void onUploaded(long bytes) {
        uploads.add(bytes);
    }

    void onWasted(int bytes) {
        wasted += bytes;
    }

    void onCorrupt(int bytes) {
        corrupt += bytes;
    }

    void tick(double seconds) {
        downloads.tick(seconds);
        uploads.tick(seconds);
    }

    /** What went through, in earlier sessions, too. */
    Transferred transferred() {
        return new Transferred(downloads.total(), uploads.total());
    }

    /** Whether nothing has gone through for some time. */
    boolean isQuiet() {
        return downloads.bytesPerSecond() == 0 && uploads.bytesPerSecond() == 0;
    }

    long wanted() {
        return wantedBytes;
    }

    TorrentStatus status(TorrentState state, List<PeerConnection> peers, int known, Optional<String> error) {
        return new TorrentStatus(
                state,
                pieces,
                layout.map(PieceLayout::pieceCount).orElse(0),
                verified,
                wantedBytes,
                wantedVerified,
                layout.map(each -> each.totalLength() - verified).orElse((long) UNKNOWN_LEFT),
                checked,
                downloads.total(),
                uploads.total(),
                wasted,
                corrupt,
                downloads.bytesPerSecond(),
                uploads.bytesPerSecond(),
                peers.size(),
                (int) peers.stream().filter(PeerConnection::isSeed).count(),
                known,
                error);
    }

    private long bytes(Bitfield field) {
        PieceLayout known = layout.orElseThrow();
        long bytes = 0;
        for (int piece = field.nextSet(0); piece >= 0; piece = field.nextSet(piece + 1)) {
            bytes += known.lengthOf(piece);
        }
        return bytes;
    }

    private long common(Bitfield have) {
        PieceLayout known = layout.orElseThrow();
        long bytes = 0;
        for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
            if (wanted.has(piece)) {
                bytes += known.lengthOf(piece);
            }
        }
        return bytes;
    }
}
