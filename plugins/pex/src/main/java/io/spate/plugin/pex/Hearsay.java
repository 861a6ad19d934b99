package io.spate.plugin.pex;

import io.spate.api.PeerAddress;
import io.spate.api.net.AddressScope;
import io.spate.api.peer.FoundPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one peer tells us, and how much of it we take: a peer may be mistaken, may want to fill our list of peers, or have us
 * dial somebody who has nothing to do with it.
 */
final class Hearsay {
    /** So many messages within a minute are a flood (libtorrent's number); one a minute is allowed. */
    private static final int FLOOD = 6;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final AddressScope teller;
    private final PexSettings limits;
    private final Deque<Long> arrivals = new ArrayDeque<>();
    private final Set<PeerAddress> known = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private long hourBegan;

    /** @param teller how far the peer's own address reaches */
    Hearsay(AddressScope teller, PexSettings limits, long now) {
        this.teller = teller;
        this.limits = limits;
        this.hourBegan = now;
    }

    /** A message came. @return whether it is one of a flood */
    boolean isFlood(long now) {
        if (arrivals.size() == FLOOD) {
            arrivals.removeFirst();
        }
        arrivals.addLast(now);
        return arrivals.size() == FLOOD && now - arrivals.getFirst() < MINUTE;
    }

    /**
     * The peers of a message that are news, may be told by this peer, and are within the limits.
     *
     * @param own where we listen
     */
    List<FoundPeer> take(PexMessage message, Set<PeerAddress> own, long now) {
        if (now - hourBegan >= HOUR) {
            hourBegan = now;
            known.clear();
            hosts.clear();
        }
        List<FoundPeer> taken = new ArrayList<>();
        for (FoundPeer peer : message.added()) {
            if (taken.size() == limits.maxPerMessage() || known.size() >= limits.maxPerHour()) {
                break;
            }
            if (isPlausible(peer.address()) && !own.contains(peer.address()) && known.add(peer.address())) {
                taken.add(peer);
            }
        }
        return taken;
    }

    /** One host with many ports is the mark of somebody who wants it flooded (BEP 11); at home, many clients share a host. */
    private boolean isPlausible(PeerAddress peer) {
        AddressScope scope = AddressScope.of(peer);
        return peer.port() > 0
                && teller.mayIntroduce(scope)
                && (scope != AddressScope.GLOBAL || hosts.add(peer.host()));
    }
}
