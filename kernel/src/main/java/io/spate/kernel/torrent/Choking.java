package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.policy.ChokeCandidate;
import io.spate.api.policy.ChokeRound;
import io.spate.api.policy.TorrentChoker;
import io.spate.kernel.peer.PeerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Carries out what the choker decides: keeps its rounds, and tells peers. Confined to the torrent's loop. */
final class Choking {
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final Loop loop;
    private final TorrentChoker choker;
    private final int slots;
    private final List<PeerConnection> peers;
    private final BooleanSupplier seeding;
    private final Map<Integer, Totals> atLastRound = new HashMap<>();
    private Map<Integer, Totals> lastRound = new HashMap<>();
    private long nextRoundNanos;
    private boolean isDue;

    Choking(Loop loop, TorrentChoker choker, int slots, List<PeerConnection> peers, BooleanSupplier seeding) {
        this.loop = loop;
        this.choker = choker;
        this.slots = slots;
        this.peers = peers;
        this.seeding = seeding;
        this.nextRoundNanos = loop.nanoTime() + ROUND.toNanos();
    }

    /** A peer's interest has changed, or a peer has left: decides anew once what is being done is done. */
    void onSlotsChanged() {
        if (!isDue) {
            isDue = true;
            loop.execute(() -> {
                if (isDue) {
                    decide();
                }
            });
        }
    }

    void tick() {
        long now = loop.nanoTime();
        if (now - nextRoundNanos >= 0) {
            nextRoundNanos = now + ROUND.toNanos();
            closeRound();
            decide();
        }
    }

    private void closeRound() {
        lastRound = new HashMap<>();
        Map<Integer, Totals> totals = new HashMap<>();
        for (PeerConnection peer : peers) {
            Totals now = new Totals(peer.downloaded(), peer.uploaded());
            Totals before = atLastRound.getOrDefault(peer.number(), Totals.NONE);
            lastRound.put(peer.number(), now.minus(before));
            totals.put(peer.number(), now);
        }
        atLastRound.clear();
        atLastRound.putAll(totals);
    }

    private void decide() {
        isDue = false;
        if (peers.isEmpty()) {
            return;
        }
        List<ChokeCandidate> candidates = new ArrayList<>(peers.size());
        peers.forEach(peer -> candidates.add(candidate(peer)));
        Set<Integer> chosen = choker.choose(new ChokeRound(candidates, slots, seeding.getAsBoolean(), loop.nanoTime()));
        for (PeerConnection peer : List.copyOf(peers)) {
            if (chosen.contains(peer.number())) {
                peer.unchoke();
            } else {
                peer.choke();
            }
            peer.flush();
        }
    }

    private ChokeCandidate candidate(PeerConnection peer) {
        Totals round = lastRound.getOrDefault(peer.number(), Totals.NONE);
        return new ChokeCandidate(
                peer.number(),
                peer.isInterested(),
                !peer.isChoked(),
                peer.isUploadOnly(),
                peer.isSnubbed(),
                round.received(),
                round.sent(),
                peer.isChoked() ? 0 : peer.sentSinceUnchoke(),
                peer.unchokedNanos(),
                peer.connectedNanos());
    }

    private record Totals(long received, long sent) {
        static final Totals NONE = new Totals(0, 0);

        Totals minus(Totals before) {
            return new Totals(received - before.received, sent - before.sent);
        }
    }
}
