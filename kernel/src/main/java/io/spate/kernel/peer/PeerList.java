package io.spate.kernel.peer;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerTrait;
import io.spate.kernel.settings.PeerSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The peers that a torrent knows of, connected or not: whom to try next, and when again after a failure. Confined to the
 * torrent's loop. Bounded: what is found beyond the limit takes the place of one that failed, or is dropped.
 */
public final class PeerList {
    /** Peers that the user named are tried first and given up last. */
    public static final String USER = "user";

    public static final String INCOMING = "incoming";

    private static final int MAX_FAILURES_OF_USERS = 1000;
    /** A peer that the user named is wanted soon. */
    private static final Duration RETRY_OF_USERS = Duration.ofSeconds(2);

    private final PeerSettings settings;
    private final Map<PeerAddress, KnownPeer> known = new LinkedHashMap<>();
    private final Set<String> bannedHosts = new HashSet<>();
    private final OwnAddresses ownAddresses = new OwnAddresses();
    private final Map<Boolean, InetSocketAddress> seenAs = new HashMap<>();

    public PeerList(PeerSettings settings) {
        this.settings = settings;
    }

    /** @return whether it was not known, or is worth another try now */
    public boolean add(FoundPeer found, String source, long now) {
        KnownPeer peer = known.get(found.address());
        if (peer != null) {
            peer.learn(found.traits());
            boolean again = peer.failures >= settings.maxFailures() && !peer.banned && !peer.useless;
            if (again) {
                peer.failures = settings.maxFailures() - 1;
                peer.nextTryNanos = now + settings.reconnectDelay().toNanos();
            }
            if (source.equals(USER)) {
                peer.source = USER;
                peer.failures = 0;
                peer.nextTryNanos = now;
                return true;
            }
            return again;
        }
        if (known.size() >= settings.maxKnown() && !evictOne()) {
            return false;
        }
        KnownPeer fresh = new KnownPeer(found.address(), source, now);
        fresh.banned = bannedHosts.contains(found.address().host());
        fresh.learn(found.traits());
        seenAs.values().forEach(fresh::seenFrom);
        known.put(found.address(), fresh);
        return true;
    }

    /** A peer that dialled us told where it listens: not to be dialled as long as it is connected. */
    public void onListening(PeerAddress address, long now) {
        add(FoundPeer.at(address), INCOMING, now);
        onBusy(address);
    }

    /**
     * A peer says under which address it sees us. Once enough say so, candidates are ranked by it (BEP 40).
     *
     * @param port on which we listen
     */
    public void onSeenAs(PeerAddress voter, InetAddress ours, int port) {
        ownAddresses
                .vote(voter, ours)
                .map(address -> new InetSocketAddress(address, port))
                .ifPresent(now -> {
                    if (!now.equals(seenAs.put(PeerAddress.isIpv6(now.getAddress()), now))) {
                        known.values().forEach(peer -> peer.seenFrom(now));
                    }
                });
    }

    /** The best candidate that may be tried now: named by the user, then fewest failures, then by BEP 40, then longest known. */
    public Optional<Candidate> next(long now) {
        KnownPeer best = null;
        for (KnownPeer peer : known.values()) {
            if (peer.isReady(now, maxFailures(peer)) && (best == null || isBetter(peer, best))) {
                best = peer;
            }
        }
        return Optional.ofNullable(best).map(peer -> new Candidate(peer.found(), peer.source));
    }

    /** It is being dialled, or is connected: not to be tried. */
    public void onBusy(PeerAddress address) {
        at(address).ifPresent(peer -> peer.busy = true);
    }

    public void onConnected(PeerAddress address) {
        at(address).ifPresent(peer -> peer.failures = 0);
    }

    /** What the connection to it showed. */
    public void onSeen(PeerAddress address, Set<PeerTrait> traits) {
        at(address).ifPresent(peer -> peer.learn(traits));
    }

    /** The attempt failed, or the connection ended. @param failed whether it counts against the peer */
    public void onEnded(PeerAddress address, boolean failed, long now) {
        at(address).ifPresent(peer -> {
            peer.busy = false;
            if (failed) {
                peer.failures++;
            }
            Duration retry = peer.source.equals(USER)
                    ? RETRY_OF_USERS.multipliedBy(1L + Math.min(peer.failures, 15))
                    : settings.reconnectDelay().multipliedBy(Math.max(1L, peer.failures));
            peer.nextTryNanos = now + retry.toNanos();
        });
    }

    /** Not worth another try: it is ourselves, or both ends have all. */
    public void onUseless(PeerAddress address) {
        at(address).ifPresent(peer -> peer.useless = true);
    }

    /** Something has changed that makes useless peers useful: we want more now. */
    public void forgiveUseless() {
        known.values().forEach(peer -> peer.useless = false);
    }

    public void ban(PeerAddress address) {
        bannedHosts.add(address.host());
        known.values().stream()
                .filter(peer -> peer.address.host().equals(address.host()))
                .forEach(peer -> peer.banned = true);
    }

    public boolean isBanned(PeerAddress address) {
        return bannedHosts.contains(address.host());
    }

    /** Forgets those that one source told of. */
    public void withdraw(String source) {
        known.values().removeIf(peer -> peer.source.equals(source));
    }

    public int size() {
        return known.size();
    }

    private Optional<KnownPeer> at(PeerAddress address) {
        return Optional.ofNullable(known.get(address));
    }

    private boolean evictOne() {
        Optional<PeerAddress> failed = known.values().stream()
                .filter(peer -> !peer.busy && peer.failures > 0 && !peer.source.equals(USER))
                .findFirst()
                .map(peer -> peer.address);
        failed.ifPresent(known::remove);
        return failed.isPresent();
    }

    private static boolean isBetter(KnownPeer peer, KnownPeer than) {
        int difference = rank(peer) - rank(than);
        return difference < 0 || difference == 0 && peer.priority > than.priority;
    }

    private static int rank(KnownPeer peer) {
        return peer.source.equals(USER) ? peer.failures - MAX_FAILURES_OF_USERS : peer.failures;
    }

    private int maxFailures(KnownPeer peer) {
        return peer.source.equals(USER) ? MAX_FAILURES_OF_USERS : settings.maxFailures();
    }

    /** Whom to try. */
    public record Candidate(FoundPeer peer, String source) {}
}
