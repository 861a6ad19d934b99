package io.spate.plugin.holepunch;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;

/** Has the kernel dial whom {@link HolepunchProtocol} is introduced to, and hears from it whom it could not dial. */
@Extension
@Singleton
public final class HolepunchSource implements PeerSource {
    private static final String TRANSPORT = "utp";

    private final Map<TorrentView, PeerSink> sinks = new ConcurrentHashMap<>();
    private final Map<TorrentView, TorrentHolepunch> torrents = new ConcurrentHashMap<>();

    /** Called by the host. */
    @Inject
    HolepunchSource() {}

    @Override
    public String name() {
        return "holepunch";
    }

    @Override
    public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
        sinks.put(torrent, sink);
        return Optional.of(new PeerSearch() {
            @Override
            public void onUnreachable(FoundPeer peer) {
                TorrentHolepunch open = torrents.get(torrent);
                if (open != null) {
                    open.onUnreachable(peer);
                }
            }

            @Override
            public Future<Void> close() {
                sinks.remove(torrent, sink);
                return Future.succeededFuture();
            }
        });
    }

    void opened(TorrentView torrent, TorrentHolepunch open) {
        torrents.put(torrent, open);
    }

    void closed(TorrentView torrent) {
        torrents.remove(torrent);
    }

    /** Both ends do so at this moment: that opens the way through their NATs. */
    void dial(TorrentView torrent, PeerAddress peer) {
        PeerSink sink = sinks.get(torrent);
        if (sink != null) {
            sink.dialNow(peer, TRANSPORT);
        }
    }
}
