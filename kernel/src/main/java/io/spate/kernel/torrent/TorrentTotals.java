package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.rate.RateMeter;
import java.util.List;
import java.util.Optional;

/** The numbers of one torrent. Confined to the torrent's loop, but for {@link #onChecked}. */
final class TorrentTotals {
    private final PieceLayout layout;
    private final RateMeter downloads = new RateMeter();
    private final RateMeter uploads = new RateMeter();
    private Bitfield wanted;
    private int pieces;
    private long verified;
    private long wantedBytes;
    private long wantedVerified;
    private volatile long checked;
    private long wasted;
    private long corrupt;

    TorrentTotals(Metainfo metainfo) {
        this.layout = metainfo.layout();
        this.wanted = Bitfield.full(layout.pieceCount());
        this.wantedBytes = layout.totalLength();
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
        verified += layout.lengthOf(piece);
        if (wanted.has(piece)) {
            wantedVerified += layout.lengthOf(piece);
        }
    }

    /** Whether every piece is verified, wanted or not. */
    boolean isWhole() {
        return pieces == layout.pieceCount();
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

    long wanted() {
        return wantedBytes;
    }

    TorrentStatus status(TorrentState state, List<PeerConnection> peers, int known, Optional<String> error) {
        return new TorrentStatus(
                state,
                pieces,
                layout.pieceCount(),
                verified,
                wantedBytes,
                wantedVerified,
                layout.totalLength() - verified,
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
        long bytes = 0;
        for (int piece = field.nextSet(0); piece >= 0; piece = field.nextSet(piece + 1)) {
            bytes += layout.lengthOf(piece);
        }
        return bytes;
    }

    private long common(Bitfield have) {
        long bytes = 0;
        for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
            if (wanted.has(piece)) {
                bytes += layout.lengthOf(piece);
            }
        }
        return bytes;
    }
}
