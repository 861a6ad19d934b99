package io.spate.plugin.dht;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.dht.DhtAnnounced;
import io.spate.api.dht.DhtBootstrapped;
import io.spate.api.dht.DhtIdChanged;
import io.spate.api.dht.DhtPeersFound;
import io.spate.api.dht.DhtSourceBlocked;
import io.spate.api.dht.DhtTorrentUpdated;
import io.spate.api.dht.ItemKey;
import io.spate.api.plugin.PluginContext;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Tells what happens in the DHT, if anybody wants to know. */
final class DhtAlerts {
    private final PluginContext context;

    @Inject
    DhtAlerts(PluginContext context) {
        this.context = context;
    }

    void bootstrapped(Family family, int nodes) {
        post(at -> new DhtBootstrapped(at, family.toString(), nodes));
    }

    void idChanged(InetAddress external, NodeId id) {
        post(at -> new DhtIdChanged(at, external.getHostAddress(), id.toInfoHash()));
    }

    void blocked(InetAddress source, Duration blockedFor) {
        post(at -> new DhtSourceBlocked(at, source.getHostAddress(), blockedFor));
    }

    void found(InfoHash torrent, Family family, int peers, int nodes) {
        post(at -> new DhtPeersFound(at, torrent, family.toString(), peers, nodes));
    }

    void announced(InfoHash torrent, Family family, int nodes) {
        post(at -> new DhtAnnounced(at, torrent, family.toString(), nodes));
    }

    void updated(ItemKey key, InfoHash torrent, long seq) {
        post(at -> new DhtTorrentUpdated(at, key.toMagnet().toString(), torrent, seq));
    }

    private void post(Function<Instant, Alert> alert) {
        if (context.alerts().wants(AlertCategory.DHT)) {
            context.alerts().post(alert.apply(context.clock().instant()));
        }
    }
}
