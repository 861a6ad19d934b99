package io.spate.kernel.peer;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerTrait;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** An address that somebody told us of, and what we heard and saw of who is there. Confined to the torrent's loop. */
final class KnownPeer {
    final PeerAddress address;
    private final Optional<InetSocketAddress> socketAddress;
    private final Set<PeerTrait> traits = EnumSet.noneOf(PeerTrait.class);
    String source;
    int failures;
    long nextTryNanos;
    /** By BEP 40; 0 as long as our own address of its family is not known. */
    long priority;

    boolean busy;
    boolean banned;
    /** It is ourselves, or has nothing for us while we have nothing for it. */
    boolean useless;

    KnownPeer(PeerAddress address, String source, long now) {
        this.address = address;
        this.socketAddress = address.socketAddress();
        this.source = source;
        this.nextTryNanos = now;
    }

    boolean isReady(long now, int maxFailures) {
        return !busy && !banned && !useless && failures < maxFailures && nextTryNanos - now <= 0;
    }

    /** What is missing from the news says nothing, so nothing is taken away. */
    void learn(Set<PeerTrait> news) {
        traits.addAll(news);
    }

    /** Peers see us there. */
    void seenFrom(InetSocketAddress ours) {
        socketAddress
                .filter(theirs -> PeerAddress.isIpv6(theirs.getAddress()) == PeerAddress.isIpv6(ours.getAddress()))
                .ifPresent(theirs -> priority = PeerPriority.of(ours, theirs));
    }

    FoundPeer found() {
        return new FoundPeer(address, traits);
    }
}
