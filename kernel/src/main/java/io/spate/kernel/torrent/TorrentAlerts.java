package io.spate.kernel.torrent;

import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.MetadataFailed;
import io.spate.api.alert.MetadataReceived;
import io.spate.api.alert.PieceFailed;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.alert.TorrentFinished;
import io.spate.api.alert.TorrentStateChanged;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentView;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What one torrent tells of itself. An alert that nobody wants costs nothing. */
final class TorrentAlerts {
    private final TorrentView torrent;
    private final Alerts alerts;
    private final Clock clock;

    TorrentAlerts(TorrentView torrent, Alerts alerts, Clock clock) {
        this.torrent = torrent;
        this.alerts = alerts;
        this.clock = clock;
    }

    void stateChanged(TorrentState from, TorrentState to) {
        post(AlertCategory.STATUS, now -> new TorrentStateChanged(now, torrent.id(), torrent.name(), from, to));
    }

    void metadataReceived(String source, int bytes) {
        post(AlertCategory.STATUS, now -> new MetadataReceived(now, torrent.id(), torrent.name(), source, bytes));
    }

    void metadataFailed(String source, String reason) {
        post(AlertCategory.ERROR, now -> new MetadataFailed(now, torrent.id(), torrent.name(), source, reason));
    }

    void checked(int pieces, int pieceCount, int compared) {
        post(
                AlertCategory.STATUS,
                now -> new TorrentChecked(now, torrent.id(), torrent.name(), pieces, pieceCount, compared));
    }

    void pieceVerified(int piece, int length) {
        post(AlertCategory.PIECE_PROGRESS, now -> new PieceVerified(now, torrent.id(), piece, length));
    }

    void pieceFailed(int piece, List<PeerAddress> senders) {
        post(AlertCategory.PIECE_PROGRESS, now -> new PieceFailed(now, torrent.id(), piece, senders));
    }

    void finished(long bytes) {
        post(AlertCategory.STATUS, now -> new TorrentFinished(now, torrent.id(), torrent.name(), bytes));
    }

    void failed(String reason) {
        post(AlertCategory.ERROR, now -> new TorrentFailed(now, torrent.id(), torrent.name(), reason));
    }

    private void post(AlertCategory category, Function<Instant, Alert> alert) {
        if (alerts.wants(category)) {
            alerts.post(alert.apply(clock.instant()));
        }
    }
}
