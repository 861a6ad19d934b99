package io.spate.api.session;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.Metainfo;
import java.util.List;
import java.util.Optional;

/** A torrent of the session, to look at. Every method answers at once from immutable snapshots, on any thread. */
public interface TorrentView {
    InfoHashes infoHashes();

    /**
     * By which the torrent is named in alerts: the first hash that it was added with. It stays the same when others become known,
     * as they do of a hybrid torrent that was added by one of its two. The session finds the torrent by each.
     */
    default InfoHash id() {
        return infoHashes().best();
    }

    /** The name in the metainfo, or else that of the magnet link, or else the info-hash. */
    String name();

    /** Empty while only a magnet link is known. */
    Optional<Metainfo> metainfo();

    /** Whether only the torrent's own trackers may tell its peers (BEP 27); false while the metainfo is not known. */
    boolean isPrivate();

    /** Announce URLs by tier, of the metainfo or of the magnet link (BEP 12). */
    List<List<String>> trackers();

    /** Nodes to enter the DHT by, of the metainfo or of the magnet link (BEP 5). */
    default List<HostAndPort> dhtNodes() {
        return metainfo().map(Metainfo::dhtNodes).orElseGet(List::of);
    }

    /** As it was at the last tick, at most a second ago; current inside calls that the torrent makes. */
    TorrentStatus status();

    /** The connected peers, as they were at the last tick. */
    List<PeerStatus> peers();
}
