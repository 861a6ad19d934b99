package io.spate.plugin.dht;

import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Finds peers by the DHT; not those of private torrents (BEP 27). */
@Extension
@Singleton
public final class DhtSource implements PeerSource {
    private final PluginContext context;
    private final DhtSettings settings;
    private final DhtNodes nodes;
    private final DhtAlerts alerts;

    /** Called by the host. */
    @Inject
    DhtSource(PluginContext context, DhtSettings settings, DhtNodes nodes, DhtAlerts alerts) {
        this.context = context;
        this.settings = settings;
        this.nodes = nodes;
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return "dht";
    }

    @Override
    public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
        if (torrent.isPrivate()) {
            return Optional.empty();
        }
        TorrentSearch search = new TorrentSearch(context, settings, nodes, alerts, torrent, sink);
        search.start();
        return Optional.of(search);
    }
}
