package io.spate.plugin.pex;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one peer was told, so that each message tells what has changed since the last. What comes and goes in between is not
 * told at all. Bounded by the connections of the torrent.
 */
final class Told {
    /** Peers that one message may add, and as many that it may drop (BEP 11). */
    static final int MAX = 50;
    /** The first message tells of all that are there, and may be longer. */
    static final int MAX_FIRST = 200;

    private final Set<PeerAddress> told = new LinkedHashSet<>();
    private boolean isFirst = true;

    /**
     * The next message. What does not fit waits for the one after.
     *
     * @param connected the peers that we are connected to, by the addresses where they listen
     * @param worthTelling which of these the peer can use
     * @return empty if there is nothing to tell
     */
    Optional<PexMessage> next(Map<PeerAddress, FoundPeer> connected, Predicate<FoundPeer> worthTelling) {
        List<PeerAddress> dropped = takeDropped(connected.keySet());
        List<FoundPeer> added = connected.values().stream()
                .filter(peer -> !told.contains(peer.address()) && worthTelling.test(peer))
                .limit(isFirst ? MAX_FIRST : MAX)
                .toList();
        if (added.isEmpty() && dropped.isEmpty()) {
            return Optional.empty();
        }
        isFirst = false;
        added.forEach(peer -> told.add(peer.address()));
        return Optional.of(new PexMessage(added, dropped));
    }

    private List<PeerAddress> takeDropped(Set<PeerAddress> connected) {
        List<PeerAddress> dropped = new ArrayList<>();
        for (Iterator<PeerAddress> each = told.iterator(); each.hasNext() && dropped.size() < MAX; ) {
            PeerAddress address = each.next();
            if (!connected.contains(address)) {
                each.remove();
                dropped.add(address);
            }
        }
        return dropped;
    }
}
