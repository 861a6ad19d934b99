package io.spate.kernel.choker;

import io.spate.api.policy.ChokeCandidate;
import io.spate.api.policy.ChokeRound;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One peer that is served whatever it gave, so that it can show what it gives; another one every 30 seconds (BEP 3). */
final class OptimisticUnchoke {
    private static final long TERM = Duration.ofSeconds(30).toNanos();

    /** How long a peer counts as new. New ones have nothing to give yet, and so three chances. */
    private static final long NEW = Duration.ofSeconds(45).toNanos();

    private static final int NEW_WEIGHT = 3;

    private final RandomGenerator random;
    private Optional<Integer> current = Optional.empty();
    private long since;

    OptimisticUnchoke(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param others who wants something, and is not served anyway
     * @param lastServed when each connected peer was last served, if it was
     */
    Optional<Integer> choose(ChokeRound round, List<ChokeCandidate> others, Map<Integer, Long> lastServed) {
        if (!stays(round, others)) {
            current = next(round, others, lastServed);
            since = round.nanos();
        }
        return current;
    }

    private boolean stays(ChokeRound round, List<ChokeCandidate> others) {
        return current.filter(id -> others.stream().anyMatch(peer -> peer.peer() == id))
                        .isPresent()
                && (round.nanos() - since < TERM || others.size() == 1);
    }

    private Optional<Integer> next(ChokeRound round, List<ChokeCandidate> others, Map<Integer, Long> lastServed) {
        List<ChokeCandidate> untried = others.stream()
                .filter(peer -> !lastServed.containsKey(peer.peer()))
                .toList();
        if (!untried.isEmpty()) {
            return Optional.of(byChance(round, untried).peer());
        }
        return others.stream()
                .map(ChokeCandidate::peer)
                .filter(peer -> current.filter(peer::equals).isEmpty())
                .max(Comparator.comparingLong(peer -> round.nanos() - lastServed.get(peer)));
    }

    private ChokeCandidate byChance(ChokeRound round, List<ChokeCandidate> peers) {
        int ticket = random.nextInt(
                peers.stream().mapToInt(peer -> weight(round, peer)).sum());
        for (ChokeCandidate peer : peers) {
            ticket -= weight(round, peer);
            if (ticket < 0) {
                return peer;
            }
        }
        throw new IllegalStateException("a ticket beyond all weights");
    }

    private static int weight(ChokeRound round, ChokeCandidate peer) {
        return round.nanos() - peer.connectedNanos() < NEW ? NEW_WEIGHT : 1;
    }
}
