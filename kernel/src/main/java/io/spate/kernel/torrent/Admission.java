package io.spate.kernel.torrent;

import io.spate.api.PeerId;
import io.spate.api.net.PeerLink;
import io.spate.api.session.TorrentView;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.wire.Handshake;
import java.util.List;
import java.util.Optional;

/** Who is let into the swarm of one torrent. Confined to the torrent's loop. */
final class Admission {
    private final TorrentView torrent;
    private final PeerId ourId;
    private final int maxPeers;
    private final ConnectionCount sessionCount;
    private final PeerList known;
    private final List<PeerConnection> connections;
    private final Handshakes handshakes;

    /** @param connections those that are there, as they come and go */
    Admission(
            SwarmServices shared,
            TorrentView torrent,
            PeerList known,
            List<PeerConnection> connections,
            Handshakes handshakes) {
        this.torrent = torrent;
        this.ourId = shared.peerId();
        this.maxPeers = shared.limits().connectionsPerTorrent();
        this.sessionCount = shared.sessionCount();
        this.known = known;
        this.connections = connections;
        this.handshakes = handshakes;
    }

    /** Why a peer that dialled us is sent away before we answer; if it is not, it is counted in the session from now on. */
    Optional<String> refusal(PeerLink link) {
        if (known.isBanned(link.remote())) {
            return Optional.of("banned");
        }
        if (connections.size() + handshakes.count() >= maxPeers) {
            return Optional.of("the torrent has " + maxPeers + " peers already");
        }
        return sessionCount.tryEnter()
                ? Optional.empty()
                : Optional.of("the session has " + sessionCount.limit() + " peers already");
    }

    /** Why a peer is sent away after its handshake. Of two links to one peer one is closed here, if it is the older. */
    Optional<String> objection(PeerLink link, Handshake theirs) {
        if (!torrent.infoHashes().matches(theirs.infoHash())) {
            return Optional.of("it answered for another torrent: " + theirs.infoHash());
        }
        if (theirs.peerId().equals(ourId)) {
            known.onUseless(link.remote());
            return Optional.of("it is ourselves");
        }
        Optional<PeerConnection> twin = connections.stream()
                .filter(peer -> peer.id().equals(theirs.peerId()))
                .findFirst();
        return twin.isEmpty() ? Optional.empty() : objectionToTwin(link, theirs, twin.get());
    }

    /** Both ends judge alike: the link that the higher id opened stays. */
    private Optional<String> objectionToTwin(PeerLink link, Handshake theirs, PeerConnection twin) {
        boolean weOpened = !link.isIncoming();
        boolean oursIsHigher = ourId.compareTo(theirs.peerId()) > 0;
        if (weOpened != oursIsHigher || twin.isIncoming() == link.isIncoming()) {
            return Optional.of("already connected");
        }
        twin.close("connected twice");
        return Optional.empty();
    }
}
