package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.lookup.Candidate.State;
import io.spate.plugin.dht.routing.RoutingTable;
import java.util.ArrayList;
import java.util.List;

/** Candidates of one kind, by their distance to the target: of a lookup the part that ends when the closest have answered. */
final class Front {
    private static final int K = RoutingTable.K;

    private final NodeId target;
    private final int maxCandidates;
    private final int maxQueries;
    private final List<Candidate> candidates = new ArrayList<>();
    private int queries;

    /**
     * @param maxCandidates that are kept in mind; those farthest from the target are forgotten
     * @param maxQueries whatever others tell
     */
    Front(NodeId target, int maxCandidates, int maxQueries) {
        this.target = target;
        this.maxCandidates = maxCandidates;
        this.maxQueries = maxQueries;
    }

    int queries() {
        return queries;
    }

    boolean isTooFar(NodeId id) {
        return candidates.size() >= maxCandidates
                && target.compareDistance(
                                id, candidates.get(candidates.size() - 1).info().id())
                        > 0;
    }

    Candidate insert(NodeInfo node) {
        int place = candidates.size();
        while (place > 0
                && target.compareDistance(
                                node.id(), candidates.get(place - 1).info().id())
                        < 0) {
            place--;
        }
        Candidate added = new Candidate(node);
        candidates.add(place, added);
        if (candidates.size() > maxCandidates) {
            candidates.remove(candidates.size() - 1);
        }
        return added;
    }

    /** Those to ask now, so that {@code parallel} are under way among the closest; they count as asked. */
    List<Candidate> next(int parallel) {
        List<Candidate> next = new ArrayList<>();
        int answered = 0;
        int underWay = 0;
        for (Candidate each : candidates) {
            if (answered >= K || underWay >= parallel || queries >= maxQueries) {
                break;
            }
            if (each.state() == State.NEW) {
                each.asked();
                queries++;
                next.add(each);
            }
            underWay += each.state() == State.ASKED ? 1 : 0;
            answered += each.state() == State.ANSWERED ? 1 : 0;
        }
        return next;
    }

    /** How many are under way. */
    int underWay() {
        return count(State.ASKED);
    }

    /** Whether there may still come an answer of those that are slow. */
    boolean hasSlow() {
        return count(State.SLOW) > 0;
    }

    /** Whether the closest have answered, or nobody is left who could in good time. */
    boolean isDone() {
        int answered = 0;
        for (Candidate each : candidates) {
            if (answered >= K) {
                return true;
            }
            if (each.state() == State.ASKED || each.state() == State.NEW && queries < maxQueries) {
                return false;
            }
            answered += each.state() == State.ANSWERED ? 1 : 0;
        }
        return true;
    }

    /** The closest that answered, at most {@link RoutingTable#K}. */
    List<Candidate> closest() {
        return candidates.stream()
                .filter(each -> each.state() == State.ANSWERED)
                .limit(K)
                .toList();
    }

    private int count(State state) {
        int count = 0;
        for (Candidate each : candidates) {
            count += each.state() == state ? 1 : 0;
        }
        return count;
    }
}
