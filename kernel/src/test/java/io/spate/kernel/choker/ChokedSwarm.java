package io.spate.kernel.choker;

import io.spate.api.PieceLayout;
import io.spate.api.policy.ChokeCandidate;
import io.spate.api.policy.ChokeRound;
import io.spate.api.policy.TorrentChoker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Peers that are choked and unchoked in virtual time. Each sends and takes at a rate of its own. */
final class ChokedSwarm {
    static final int PIECE_LENGTH = 65536;

    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final TorrentChoker choker;
    private final int slots;
    private long nanos = -5_000_000_000L; // a clock that starts below 0, as a system's may
    boolean seeding;

    ChokedSwarm(int slots, Random random) {
        this.slots = slots;
        this.choker = new TitForTat().open(new PieceLayout(1L << 30, PIECE_LENGTH), random);
    }

    /** A peer that wants something and gives nothing; takes 10,000 bytes a second while it is served. */
    Peer join(int id) {
        Peer peer = new Peer(nanos);
        peers.put(id, peer);
        return peer;
    }

    void leave(int id) {
        peers.remove(id);
    }

    /** Lets the time pass, then a round. */
    Set<Integer> round(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        peers.values().forEach(peer -> peer.pass(seconds));
        List<ChokeCandidate> candidates = peers.entrySet().stream()
                .map(entry -> entry.getValue().candidate(entry.getKey()))
                .toList();
        Set<Integer> chosen = choker.choose(new ChokeRound(candidates, slots, seeding, nanos));
        peers.forEach((id, peer) -> peer.unchoke(chosen.contains(id), nanos));
        return chosen;
    }

    static final class Peer {
        boolean interested = true;
        boolean uploadOnly;
        boolean snubbed;
        long givesPerSecond;
        long takesPerSecond = 10_000;
        private final long connectedNanos;
        private boolean unchoked;
        private long unchokedNanos;
        private long sentSinceUnchoke;
        private long sent;

        private Peer(long connectedNanos) {
            this.connectedNanos = connectedNanos;
        }

        private void pass(int seconds) {
            sent = unchoked ? seconds * takesPerSecond : 0;
            sentSinceUnchoke += sent;
        }

        private void unchoke(boolean on, long nanos) {
            if (on && !unchoked) {
                unchokedNanos = nanos;
            }
            if (on != unchoked) {
                sentSinceUnchoke = 0;
            }
            unchoked = on;
        }

        private ChokeCandidate candidate(int id) {
            return new ChokeCandidate(
                    id,
                    interested,
                    unchoked,
                    uploadOnly,
                    snubbed,
                    10 * givesPerSecond,
                    sent,
                    sentSinceUnchoke,
                    unchokedNanos,
                    connectedNanos);
        }
    }
}
