package io.spate.kernel.torrent;

import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.PeerBanned;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.session.TorrentView;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.PeerConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** What one torrent tells of its peers. An alert that nobody wants costs nothing. */
final class SwarmAlerts {
    private final TorrentView torrent;
    private final Alerts alerts;
    private final Clock clock;

    SwarmAlerts(TorrentView torrent, Alerts alerts, Clock clock) {
        this.torrent = torrent;
        this.alerts = alerts;
        this.clock = clock;
    }

    void connected(PeerConnection peer) {
        post(now -> new PeerConnected(
                now,
                torrent.id(),
                peer.address(),
                peer.id().toString(),
                peer.transport(),
                peer.isIncoming(),
                peer.source()));
    }

    void connectFailed(PeerAddress address, String reason) {
        post(now -> new PeerConnectFailed(now, torrent.id(), address, reason));
    }

    void disconnected(PeerConnection peer, CloseReason reason) {
        post(now -> new PeerDisconnected(
                now,
                torrent.id(),
                peer.address(),
                reason.text(),
                reason.byUs(),
                reason.fault(),
                peer.downloaded(),
                peer.uploaded()));
    }

    void banned(PeerAddress address, String reason) {
        post(now -> new PeerBanned(now, torrent.id(), address, reason));
    }

    private void post(Function<Instant, Alert> alert) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(alert.apply(clock.instant()));
        }
    }
}
