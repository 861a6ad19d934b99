package io.spate.api.dht;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.peer.CompactNode;
import io.spate.api.session.SessionService;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The distributed hash table. Found by {@code session.service(Dht.class)}; torrents use it without being told, see the plugin's
 * {@code PeerSource}.
 *
 * <p>Each operation is a search over the network that takes some seconds, in every address family that the session has. So many
 * run at once as the settings say; the others wait, and those beyond a bound fail with {@code UNREACHABLE}. A search that finds
 * nobody completes with an empty answer. Futures complete on the plugin's loop: do not block in their handlers.
 */
public interface Dht extends SessionService {
    /** Searches for the peers of a torrent, as BEP 5's {@code get_peers}; does not announce. Version 2 hashes are truncated. */
    Future<List<PeerAddress>> findPeers(InfoHash infoHash);

    /**
     * Announces ourselves once as a peer of the torrent. It is forgotten within an hour; torrents of the session are announced
     * again and again by themselves.
     *
     * @param port where we accept peers, 1..65535; 0 for the port that our datagrams come from ({@code implied_port})
     * @param seed whether we have everything (BEP 33)
     * @return how many nodes took it
     */
    Future<Integer> announce(InfoHash infoHash, int port, boolean seed);

    /** Estimates how many peers a torrent has (BEP 33). */
    Future<SwarmEstimate> scrape(InfoHash infoHash);

    /** Searches for an immutable item (BEP 44). What is returned has the hash that was asked for. */
    Future<Optional<ImmutableItem>> fetch(InfoHash target);

    /** Searches for the newest version of a mutable item (BEP 44). What is returned is signed by its key. */
    Future<Optional<MutableItem>> fetch(ItemKey key);

    /** Stores an item once (BEP 44). Nodes forget it within some two hours; see {@link #keep}. */
    Future<Stored> store(DhtItem item);

    /**
     * Stores a mutable item where {@code seq} is the version that is there now, so that no one else's version is overwritten.
     *
     * @param cas the version that is to be replaced; nodes that have another refuse ({@link Stored#refused})
     */
    Future<Stored> store(MutableItem item, long cas);

    /** Stores an item now and again every hour, until the handle is closed or the plugin stops. */
    AutoCloseable keep(DhtItem item);

    /**
     * Follows the torrent that a publisher names under a key (BEP 46), until the handle is closed or the plugin stops: looks the
     * item up now and then again and again, posts {@link DhtTorrentUpdated} for each version that is newer than the one before,
     * and stores what it finds again, so that it stays alive. What to do with the torrent is the embedder's choice.
     */
    AutoCloseable follow(ItemKey key);

    /** Searches for the nodes that are closest to a target and answer, at most 8 of each address family, the closest first. */
    Future<List<CompactNode>> findNodes(InfoHash target);

    /** Asks one node for a sample of the info-hashes that it stores (BEP 51). Fails with {@code UNREACHABLE}. */
    Future<InfoHashSample> sample(PeerAddress node, InfoHash target);

    /** Tells of nodes that may be asked to enter the network. Names are resolved; what does not answer is forgotten. */
    void addNodes(Collection<HostAndPort> nodes);

    /** The nodes of the routing tables that answered, as they were about a second ago. */
    List<CompactNode> liveNodes();

    /** How it stands, as it was about a second ago. */
    DhtStatus status();
}
