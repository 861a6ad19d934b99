package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reaches peers by the transports of the session, in their order of preference. */
public interface PeerDialer {
    /**
     * Begins to dial a peer. Called on the loop, where the links will live.
     *
     * @param only the transport to use; empty for those of the settings
     * @param timeout for a link to be made
     */
    Dialling dial(TorrentView torrent, FoundPeer peer, Optional<String> only, Loop loop, Duration timeout);

    /** The addresses that a host name stands for, none of them a name. Completes on any thread. */
    Future<List<PeerAddress>> resolve(PeerAddress host);

    /** Why nobody is to be connected to now, whoever it is; usually none. */
    Optional<String> refusal();

    /** Why we do not connect to the peer, if a gate refuses it, or nobody is to be connected to. */
    Optional<String> refusal(PeerAddress address, boolean incoming);
}
