package io.spate.plugin.dht.routing;

import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The nodes whose ids share so many leading bits with ours, and no more: those that answered, and those that wait for a place. Who
 * answers longest stays; a place becomes free by failing, or is given to a better node.
 */
final class Bucket {
    private final int capacity;
    private final int maxReplacements;
    private final List<RoutingNode> live = new ArrayList<>();
    private final List<RoutingNode> replacements = new ArrayList<>();
    private long lastChanged;

    Bucket(int capacity, int maxReplacements, long now) {
        this.capacity = capacity;
        this.maxReplacements = maxReplacements;
        this.lastChanged = now;
    }

    List<RoutingNode> live() {
        return live;
    }

    List<RoutingNode> replacements() {
        return replacements;
    }

    boolean isFull() {
        return live.size() >= capacity;
    }

    long lastChanged() {
        return lastChanged;
    }

    void changed(long now) {
        lastChanged = now;
    }

    void add(RoutingNode node, long now) {
        live.add(node);
        lastChanged = now;
    }

    /** Takes the place of a worse node, if there is one. @return the one that had it */
    Optional<RoutingNode> replace(RoutingNode better, int sharedBits, long now) {
        Optional<RoutingNode> worse = failing()
                .or(() -> better.isBound() ? unbound() : Optional.empty())
                .or(() -> crowded(better, sharedBits));
        worse.ifPresent(node -> {
            live.remove(node);
            add(better, now);
        });
        return worse;
    }

    private Optional<RoutingNode> failing() {
        return live.stream().filter(node -> node.failures() > 0).max(Comparator.comparingInt(RoutingNode::failures));
    }

    private Optional<RoutingNode> unbound() {
        return live.stream().filter(node -> !node.isBound()).max(Comparator.comparingInt(RoutingNode::rttMillis));
    }

    /**
     * Nodes that spread evenly over the bucket's part of the space lead to any target in fewer steps. So a node of a part that has
     * nobody yet takes the place of the slowest in a part that has several; and in its own part, of one much slower.
     */
    private Optional<RoutingNode> crowded(RoutingNode better, int sharedBits) {
        int bits = 31 - Integer.numberOfLeadingZeros(capacity);
        int[] counts = new int[1 << bits];
        live.forEach(node -> counts[part(node, sharedBits, bits)]++);
        int own = part(better, sharedBits, bits);
        return live.stream()
                .filter(node -> counts[own] == 0
                        ? counts[part(node, sharedBits, bits)] > 1
                        : part(node, sharedBits, bits) == own && node.rttMillis() / 2 > better.rttMillis())
                .max(Comparator.comparingInt(RoutingNode::rttMillis));
    }

    private static int part(RoutingNode node, int sharedBits, int bits) {
        return node.info().id().bits(sharedBits + 1, bits);
    }

    /** @return who gave way, perhaps the node itself */
    Optional<RoutingNode> addReplacement(RoutingNode node) {
        replacements.add(node);
        if (replacements.size() <= maxReplacements) {
            return Optional.empty();
        }
        RoutingNode leaving = replacements.stream()
                .min(Comparator.comparing(RoutingNode::hasAnswered).thenComparing(RoutingNode::isBound))
                .orElseThrow();
        replacements.remove(leaving);
        return Optional.of(leaving);
    }

    void remove(RoutingNode node, long now) {
        if (live.remove(node)) {
            lastChanged = now;
        }
        replacements.remove(node);
    }

    /** The best that waits and has answered, out of those that wait. */
    Optional<RoutingNode> takeReplacement() {
        Optional<RoutingNode> best = replacements.stream()
                .filter(node -> node.hasAnswered() && node.failures() == 0)
                .min(Comparator.comparing((RoutingNode node) -> !node.isBound())
                        .thenComparingInt(RoutingNode::rttMillis));
        best.ifPresent(replacements::remove);
        return best;
    }

    boolean hasSubnet(InetAddress address) {
        long subnet = AddressRules.subnet(address);
        return live.stream()
                .anyMatch(node -> AddressRules.subnet(node.info().address().getAddress()) == subnet);
    }

    /** Moves to {@code closer} what shares more bits with us; what is then too much waits there for a place. */
    void split(NodeId own, int sharedBits, Bucket closer, long now) {
        move(live, closer.live, own, sharedBits);
        move(replacements, closer.replacements, own, sharedBits);
        changed(now);
        closer.changed(now);
    }

    private static void move(List<RoutingNode> from, List<RoutingNode> to, NodeId own, int sharedBits) {
        for (Iterator<RoutingNode> nodes = from.iterator(); nodes.hasNext(); ) {
            RoutingNode node = nodes.next();
            if (own.sharedBits(node.info().id()) > sharedBits) {
                nodes.remove();
                to.add(node);
            }
        }
    }

    /** The slowest, if there are more than the bucket holds, out of it. */
    Optional<RoutingNode> takeSurplus() {
        if (live.size() <= capacity) {
            return Optional.empty();
        }
        Optional<RoutingNode> slowest = live.stream().max(Comparator.comparingInt(RoutingNode::rttMillis));
        slowest.ifPresent(live::remove);
        return slowest;
    }
}
