package io.spate.api.peer;

import io.spate.api.PeerAddress;
import java.util.Collection;

/** Takes the peers that a source found. Safe from any thread; what comes after the search was closed is dropped. */
public interface PeerSink {
    /** Duplicates, our own addresses and what is over the torrent's limit of known peers are dropped by the kernel. */
    void onFound(Collection<PeerAddress> peers);

    /**
     * As {@link #onFound}, by a source that heard more of the peers than their addresses. The kernel's sink passes the traits
     * on to whoever dials; the default, for sinks that have no use for them, drops them.
     */
    default void onFoundPeers(Collection<FoundPeer> peers) {
        onFound(peers.stream().map(FoundPeer::address).toList());
    }

    /**
     * Has the kernel dial a peer at once, by one transport alone: for hole punching, where the peer does the same at this moment
     * (BEP 55). Nothing happens if the peer is connected or banned, or the limits of connections are reached. The default does
     * nothing.
     *
     * @param transport by its name; if it is not loaded, the dial fails
     */
    default void dialNow(PeerAddress peer, String transport) {}

    /**
     * All that was found before is void: the peers that came from this search are disconnected and forgotten, as BEP 27 asks
     * when a private torrent changes its tracker. Found again later, they are dialled anew. The kernel's sink does so; the
     * default, for sinks that keep nothing, has nothing to do.
     */
    default void onWithdrawn() {}
}
