package io.spate.plugin.pex;

import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;

/** Hands on to the kernel the peers that {@link PexProtocol} hears of. Torrents live on several loops; here they meet. */
@Extension
@Singleton
public final class PexSource implements PeerSource {
    private final Map<TorrentView, PeerSink> sinks = new ConcurrentHashMap<>();

    /** Called by the host. */
    @Inject
    PexSource() {}

    @Override
    public String name() {
        return "pex";
    }

    @Override
    public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
        sinks.put(torrent, sink);
        return Optional.of(() -> {
            sinks.remove(torrent, sink);
            return Future.succeededFuture();
        });
    }

    /** Peers were told; dropped while no search is open for the torrent. */
    void onFound(TorrentView torrent, Collection<FoundPeer> peers) {
        PeerSink sink = sinks.get(torrent);
        if (sink != null && !peers.isEmpty()) {
            sink.onFoundPeers(peers);
        }
    }
}
