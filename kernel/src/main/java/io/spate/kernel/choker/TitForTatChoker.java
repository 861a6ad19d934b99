package io.spate.kernel.choker;

import io.spate.api.PieceLayout;
import io.spate.api.policy.ChokeCandidate;
import io.spate.api.policy.ChokeRound;
import io.spate.api.policy.TorrentChoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Tit for tat while we download, round robin once we seed. */
final class TitForTatChoker implements TorrentChoker {
    /** Nobody is choked so soon after it was unchoked: TCP would never get up to speed (BEP 3, "fibrillation"). */
    private static final long MIN_UNCHOKED = Duration.ofSeconds(10).toNanos();

    /** Who got so many pieces from a seed, in no less than this time, has had its turn. */
    private static final int TURN_PIECES = 20;

    private static final long MIN_TURN = Duration.ofSeconds(60).toNanos();

    /** The end of a turn for those too slow to ever get that much: a few could hold all slots. */
    private static final long MAX_TURN = Duration.ofMinutes(5).toNanos();

    private final long turnBytes;
    private final OptimisticUnchoke optimistic;
    private final Map<Integer, Long> lastChosen = new HashMap<>(); // when each connected peer was last let in

    TitForTatChoker(PieceLayout layout, RandomGenerator random) {
        this.turnBytes = (long) TURN_PIECES * layout.pieceLength();
        this.optimistic = new OptimisticUnchoke(random);
    }

    @Override
    public Set<Integer> choose(ChokeRound round) {
        List<ChokeCandidate> eligible = round.candidates().stream()
                .filter(peer -> peer.interested() && !peer.uploadOnly())
                .toList();
        Set<Integer> chosen = round.seeding() ? inTurn(round, eligible) : forServices(round, eligible);
        remember(round, chosen);
        return chosen;
    }

    private Set<Integer> forServices(ChokeRound round, List<ChokeCandidate> eligible) {
        List<ChokeCandidate> ranked = new ArrayList<>(eligible);
        ranked.removeIf(peer -> peer.snubbed() && !isGuarded(round, peer));
        ranked.sort(Comparator.comparing((ChokeCandidate peer) -> !isGuarded(round, peer))
                .thenComparing(
                        Comparator.comparingLong(ChokeCandidate::received).reversed())
                .thenComparing(peer -> !peer.unchoked())
                .thenComparing(longestWaiting(round)));
        Set<Integer> chosen = first(ranked, Math.max(0, round.slots() - 1));
        if (round.slots() > 0) {
            List<ChokeCandidate> others = eligible.stream()
                    .filter(peer -> !chosen.contains(peer.peer()))
                    .toList();
            List<ChokeCandidate> guarded =
                    others.stream().filter(peer -> isGuarded(round, peer)).toList();
            optimistic
                    .choose(round, guarded.isEmpty() ? others : guarded, lastChosen)
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    private Set<Integer> inTurn(ChokeRound round, List<ChokeCandidate> eligible) {
        List<ChokeCandidate> ranked = new ArrayList<>(eligible);
        ranked.sort(Comparator.comparing((ChokeCandidate peer) -> place(round, peer))
                .thenComparing(longestWaiting(round))
                .thenComparingLong(peer -> peer.unchoked() ? held(round, peer) : 0));
        return first(ranked, round.slots());
    }

    private Place place(ChokeRound round, ChokeCandidate peer) {
        if (!peer.unchoked()) {
            return Place.WAITING;
        }
        return hadItsTurn(round, peer) ? Place.SERVED : Place.BEING_SERVED;
    }

    private boolean hadItsTurn(ChokeRound round, ChokeCandidate peer) {
        long held = held(round, peer);
        boolean wantsNoMore = peer.sent() == 0 || peer.sentSinceUnchoke() >= turnBytes;
        return held >= MAX_TURN || held >= MIN_TURN && wantsNoMore;
    }

    private static boolean isGuarded(ChokeRound round, ChokeCandidate peer) {
        return peer.unchoked() && held(round, peer) < MIN_UNCHOKED;
    }

    private static long held(ChokeRound round, ChokeCandidate peer) {
        return round.nanos() - peer.unchokedNanos();
    }

    private Comparator<ChokeCandidate> longestWaiting(ChokeRound round) {
        return Comparator.comparingLong((ChokeCandidate peer) -> waited(round, peer))
                .reversed();
    }

    private long waited(ChokeRound round, ChokeCandidate peer) {
        return round.nanos() - lastChosen.getOrDefault(peer.peer(), peer.connectedNanos());
    }

    private static Set<Integer> first(List<ChokeCandidate> ranked, int slots) {
        Set<Integer> chosen = new LinkedHashSet<>();
        ranked.stream().limit(slots).forEach(peer -> chosen.add(peer.peer()));
        return chosen;
    }

    private void remember(ChokeRound round, Set<Integer> chosen) {
        Set<Integer> connected = new HashSet<>();
        round.candidates().forEach(peer -> connected.add(peer.peer()));
        lastChosen.keySet().retainAll(connected);
        chosen.forEach(peer -> lastChosen.put(peer, round.nanos()));
    }

    /** Who comes first when we seed. */
    private enum Place {
        BEING_SERVED,
        WAITING,
        SERVED
    }
}
