package io.spate.api.peer;

import io.spate.api.session.TorrentView;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/** Finds peers: trackers, DHT, local discovery. One instance serves the session; it opens a search for each torrent. */
public interface PeerSource extends ExtensionPoint {
    /** Unique among loaded sources, lower case; it appears in alerts and says where a peer came from. */
    String name();

    /**
     * Whether it may be used for private torrents (BEP 27): only a source that asks the torrent's own trackers. The kernel
     * opens no other source for a private torrent.
     */
    default boolean servesPrivateTorrents() {
        return false;
    }

    /**
     * Called on the torrent's loop when the torrent starts, and for the torrents that run when the plugin starts; must not
     * block. A search is closed when the torrent stops or the plugin does.
     *
     * @param sink takes what is found, from any thread, until the search is closed
     * @return empty if it has nothing to do for this torrent
     */
    Optional<PeerSearch> open(TorrentView torrent, PeerSink sink);
}
