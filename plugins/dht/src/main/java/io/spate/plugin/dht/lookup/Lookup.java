package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.routing.AddressRules;
import io.spate.plugin.dht.routing.BoundIds;
import io.spate.plugin.dht.routing.RoutingTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The walk towards a target: whom to ask next, and when nobody closer is left. Knows nothing of messages and time.
 *
 * <p>Hostile nodes are told apart in three ways. A node counts only once it answered with the id that it was named by. One subnet has
 * one voice. And nodes whose ids do not belong to their addresses (BEP 42), which anybody can have as close to a target as he
 * likes, are a front of their own: they are asked beside the others and cannot take their places.
 */
public final class Lookup {
    private static final int MAX_CANDIDATES = 100;
    private static final int MAX_QUERIES = 160;
    private static final int MAX_UNBOUND_CANDIDATES = 40;
    private static final int MAX_UNBOUND_QUERIES = 40;
    /** An honest node names 8. */
    private static final int MAX_NAMED = 2 * RoutingTable.K;

    private final NodeId target;
    private final NodeId own;
    private final LookupRules rules;
    private final Front bound;
    private final Front unbound;
    private final Set<InetSocketAddress> seen = new HashSet<>();
    private final Set<Long> subnets = new HashSet<>();
    private int answers;

    /** @param own id of the node that walks, which asks itself nothing */
    public Lookup(NodeId target, NodeId own, LookupRules rules) {
        this.target = target;
        this.own = own;
        this.rules = rules;
        this.bound = new Front(target, MAX_CANDIDATES, MAX_QUERIES);
        this.unbound = new Front(target, MAX_UNBOUND_CANDIDATES, MAX_UNBOUND_QUERIES);
    }

    /** How many nodes were asked. */
    public int queries() {
        return bound.queries() + unbound.queries();
    }

    /** Where it starts from: nodes that we know ourselves. */
    public void start(List<NodeInfo> nodes) {
        nodes.forEach(node -> {
            if (seen.add(node.address())) {
                front(node).insert(node);
            }
        });
    }

    /** A node of which only the address was known has answered, and is a candidate now. */
    public void onEntryAnswer(NodeInfo node, Optional<byte[]> token, List<NodeInfo> named) {
        answers++;
        if (seen.add(node.address())) {
            front(node).insert(node).answered(token);
        }
        onNamed(named, node.address().getAddress());
    }

    /** @param id as which it answered */
    public void onAnswer(Candidate from, NodeId id, Optional<byte[]> token, List<NodeInfo> named) {
        answers++;
        if (id.equals(from.info().id())) {
            from.answered(token);
        } else {
            from.failed();
        }
        onNamed(named, from.info().address().getAddress());
    }

    /** Nodes were named, perhaps by a router, which shall be no candidate itself. */
    public void onNamed(List<NodeInfo> named, InetAddress by) {
        named.stream().limit(MAX_NAMED).forEach(node -> hear(node, by));
    }

    public void onSlow(Candidate node) {
        node.slow();
    }

    public void onFailure(Candidate node) {
        node.failed();
    }

    /** Those to ask now; they count as asked. None, and {@link #isDone}: it is over. */
    public List<Candidate> next() {
        List<Candidate> next = new ArrayList<>(unbound.next(Math.max(1, rules.alpha() / 2)));
        next.addAll(bound.next(Math.max(1, rules.alpha() - unbound.underWay())));
        return next;
    }

    /** Whether the closest have answered, or nobody is left who could. */
    public boolean isDone() {
        boolean isDone = bound.isDone() && (rules.enforceIds() || unbound.isDone());
        // While there is no answer at all, the slow ones are what is left to hope for.
        return isDone && (answers > 0 || !bound.hasSlow() && !unbound.hasSlow());
    }

    /** Those that answered, the closest to the target first: 8 that count, and 8 more if others do, too. */
    public List<Candidate> closest() {
        List<Candidate> closest = new ArrayList<>(bound.closest());
        if (!rules.enforceIds()) {
            closest.addAll(unbound.closest());
        }
        closest.sort((a, b) -> target.compareDistance(a.info().id(), b.info().id()));
        return closest;
    }

    private void hear(NodeInfo node, InetAddress by) {
        InetAddress address = node.address().getAddress();
        if (!AddressRules.isPossible(node.address())
                || !AddressRules.mayName(by, address)
                || seen.contains(node.address())
                || node.id().equals(own)
                || front(node).isTooFar(node.id())) {
            return;
        }
        boolean restricted = rules.restrictIps() && !address.isLoopbackAddress();
        if (!restricted || subnets.add(AddressRules.subnet(address))) {
            seen.add(node.address());
            front(node).insert(node);
        }
    }

    private Front front(NodeInfo node) {
        return BoundIds.fits(node.id(), node.address().getAddress()) ? bound : unbound;
    }
}
