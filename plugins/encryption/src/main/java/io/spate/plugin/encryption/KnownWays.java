package io.spate.plugin.encryption;

import io.spate.api.PeerAddress;
import io.spate.api.net.DialWay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** By which way a peer was reached last, whatever the torrent. Bounded: whom we did not ask about for longest is forgotten. Safe for threads. */
final class KnownWays {
    private static final int MAX_PEERS = 5000;

    private final Map<PeerAddress, DialWay> ways = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, DialWay> eldest) {
            return size() > MAX_PEERS;
        }
    };

    synchronized Optional<DialWay> of(PeerAddress peer) {
        return Optional.ofNullable(ways.get(peer));
    }

    synchronized void onDialled(PeerAddress peer, DialWay way, boolean reached) {
        if (reached) {
            ways.put(peer, way);
        } else {
            ways.remove(peer, way);
        }
    }
}
