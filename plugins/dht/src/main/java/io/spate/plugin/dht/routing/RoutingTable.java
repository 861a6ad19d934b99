package io.spate.plugin.dht.routing;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The nodes of one family that a node knows, many of those near it, few of those far away (BEP 5). Only nodes that answered us have
 * a place; others are candidates. Moments are milliseconds of a clock that only goes forward. Bounded: 160 buckets.
 */
public final class RoutingTable {
    /** Nodes in a bucket, and in an answer. */
    public static final int K = 8;

    /** The first buckets, which are a half, a quarter and so on of all nodes, hold more: fewer steps to anywhere. */
    private static final int[] EXTENDED = {16 * K, 8 * K, 4 * K, 2 * K};

    private static final int MAX_BUCKETS = NodeId.BITS;

    private final NodeId own;
    private final TableRules rules;
    private final List<Bucket> buckets = new ArrayList<>();
    private final Map<InetSocketAddress, RoutingNode> byEndpoint = new HashMap<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();

    public RoutingTable(NodeId own, TableRules rules, long now) {
        this.own = own;
        this.rules = rules;
        buckets.add(newBucket(now));
    }

    public NodeId own() {
        return own;
    }

    /** A node answered us. It gets a place, if there is one for it. */
    public void onAnswer(NodeInfo info, int rttMillis, long now) {
        RoutingNode known = byEndpoint.get(info.address());
        if (known != null && !known.info().id().equals(info.id())) {
            // A node that changes its id may want to be everywhere. If it is honest, it is heard of again.
            drop(known, now);
            return;
        }
        Optional.ofNullable(known).or(() -> candidate(info)).ifPresent(node -> {
            node.onAnswer(rttMillis, now);
            Bucket bucket = bucket(info.id());
            if (bucket.live().contains(node)) {
                bucket.changed(now);
            } else {
                bucket.replacements().remove(node);
                place(node, now);
            }
        });
    }

    /** A node was named to us, or asked us. It may become a candidate; one that has a place is known to be alive. */
    public void onHeard(NodeInfo info, boolean byItself, long now) {
        RoutingNode known = byEndpoint.get(info.address());
        if (known != null) {
            if (byItself && known.info().id().equals(info.id())) {
                known.onHeard(now);
            }
            return;
        }
        candidate(info).ifPresent(node -> wait(bucket(info.id()), node));
    }

    /** A node is about to be asked. */
    public void onAsked(InetSocketAddress address, long now) {
        RoutingNode node = byEndpoint.get(address);
        if (node != null) {
            node.onAsked(now);
        }
    }

    /** A node did not answer. */
    public void onFailure(InetSocketAddress address, long now) {
        RoutingNode node = byEndpoint.get(address);
        if (node == null) {
            return;
        }
        node.onFailure();
        Bucket bucket = bucket(node.info().id());
        if (!node.hasAnswered() || node.failures() >= rules.maxFailures()) {
            drop(node, now);
        } else if (node.failures() > 1 && bucket.live().contains(node)) {
            bucket.takeReplacement().ifPresent(replacement -> {
                drop(node, now);
                place(replacement, now);
            });
        }
        if (!bucket.isFull()) {
            bucket.takeReplacement().ifPresent(replacement -> place(replacement, now));
        }
    }

    /** Another id was answered with than this node was known by. */
    public void onLie(InetSocketAddress address, long now) {
        RoutingNode node = byEndpoint.get(address);
        if (node != null) {
            drop(node, now);
        }
    }

    /** The nodes with a place that are closest to the target, the closest first. Failing ones only if there are no others. */
    public List<NodeInfo> closest(NodeId target, int count, long now) {
        List<RoutingNode> found = new ArrayList<>();
        int home = Math.min(own.sharedBits(target), buckets.size() - 1);
        collect(home, found);
        if (found.size() < count) {
            for (int i = home + 1; i < buckets.size(); i++) {
                collect(i, found);
            }
        }
        for (int i = home - 1; i >= 0 && found.size() < count; i--) {
            collect(i, found);
        }
        found.sort((a, b) -> target.compareDistance(a.info().id(), b.info().id()));
        return found.stream().limit(count).map(RoutingNode::info).toList();
    }

    /** Of a bucket; nodes that do not answer any more are not handed out. */
    private void collect(int index, List<RoutingNode> found) {
        for (RoutingNode node : buckets.get(index).live()) {
            if (node.failures() < 2) {
                found.add(node);
            }
        }
    }

    /** Whom to ask whether he is still there: first candidates for free places, then who was not asked for longest. */
    public Optional<NodeInfo> nextToCheck(long now) {
        for (Bucket bucket : buckets) {
            if (!bucket.isFull()) {
                Optional<RoutingNode> candidate = bucket.replacements().stream()
                        .filter(node -> !node.hasAnswered() && node.lastChecked() == Long.MIN_VALUE)
                        .findFirst();
                if (candidate.isPresent()) {
                    return candidate.map(RoutingNode::info);
                }
            }
        }
        return live().filter(node -> node.failures() > 0
                        ? now - node.lastChecked() > RoutingNode.FRESH_MILLIS / 15
                        : now - node.lastChecked() > RoutingNode.FRESH_MILLIS)
                .min(Comparator.comparingLong(RoutingNode::lastChecked))
                .map(RoutingNode::info);
    }

    /** A target in the bucket that has not changed for longest, if that is a quarter of an hour or more (BEP 5). */
    public Optional<NodeId> nextToRefresh(RandomGenerator random, long now) {
        int oldest = 0;
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i).lastChanged() < buckets.get(oldest).lastChanged()) {
                oldest = i;
            }
        }
        if (now - buckets.get(oldest).lastChanged() < RoutingNode.FRESH_MILLIS) {
            return Optional.empty();
        }
        buckets.get(oldest).changed(now);
        boolean isLast = oldest == buckets.size() - 1;
        return Optional.of(isLast ? own : own.randomSharing(oldest, random));
    }

    /** How many nodes have a place. */
    public int size() {
        return buckets.stream().mapToInt(bucket -> bucket.live().size()).sum();
    }

    /** How many wait for one. */
    public int replacements() {
        return buckets.stream().mapToInt(bucket -> bucket.replacements().size()).sum();
    }

    /** How finely the table knows its own surroundings. */
    public int depth() {
        return buckets.size();
    }

    /** The nodes with a place. */
    public List<RoutingNode> nodes() {
        return live().toList();
    }

    private Stream<RoutingNode> live() {
        return buckets.stream().flatMap(bucket -> bucket.live().stream());
    }

    /** A node that may come in. */
    private Optional<RoutingNode> candidate(NodeInfo info) {
        boolean may = !info.id().equals(own)
                && AddressRules.isPossible(info.address())
                && !isCrowded(info.address().getAddress());
        return may ? Optional.of(new RoutingNode(info)) : Optional.empty();
    }

    private boolean isCrowded(InetAddress address) {
        return rules.restrictIps() && !address.isLoopbackAddress() && perAddress.containsKey(address);
    }

    /** Gives a place to a node that answered, or has it wait. */
    private void place(RoutingNode node, long now) {
        Bucket bucket = bucket(node.info().id());
        while (bucket.isFull() && bucket == last() && buckets.size() < MAX_BUCKETS) {
            split(now);
            bucket = bucket(node.info().id());
        }
        InetAddress address = node.info().address().getAddress();
        if (rules.restrictIps() && !address.isLoopbackAddress() && bucket.hasSubnet(address)) {
            forget(node);
            return;
        }
        if (!bucket.isFull()) {
            remember(node);
            bucket.add(node, now);
            return;
        }
        Bucket full = bucket;
        Optional<RoutingNode> left = full.replace(node, buckets.indexOf(full), now);
        if (left.isEmpty()) {
            wait(full, node);
            return;
        }
        remember(node);
        forget(left.get());
        left.filter(other -> other.failures() == 0).ifPresent(other -> wait(full, other));
    }

    private void wait(Bucket bucket, RoutingNode node) {
        remember(node);
        bucket.addReplacement(node).ifPresent(this::forget);
    }

    private void split(long now) {
        Bucket before = last();
        int index = buckets.size() - 1;
        Bucket closer = newBucket(now);
        buckets.add(closer);
        before.split(own, index, closer, now);
        for (Bucket bucket : List.of(before, closer)) {
            // The new last bucket may hold too many; the next split has them.
            Optional<RoutingNode> surplus = bucket == last() ? Optional.empty() : bucket.takeSurplus();
            while (surplus.isPresent()) {
                wait(bucket, surplus.get());
                surplus = bucket.takeSurplus();
            }
        }
    }

    private Bucket newBucket(long now) {
        int index = buckets.size();
        int capacity = rules.extended() && index < EXTENDED.length ? EXTENDED[index] : K;
        return new Bucket(capacity, K, now);
    }

    private Bucket bucket(NodeId id) {
        return buckets.get(Math.min(own.sharedBits(id), buckets.size() - 1));
    }

    private Bucket last() {
        return buckets.get(buckets.size() - 1);
    }

    private void drop(RoutingNode node, long now) {
        bucket(node.info().id()).remove(node, now);
        forget(node);
    }

    private void remember(RoutingNode node) {
        if (byEndpoint.put(node.info().address(), node) == null) {
            perAddress.merge(node.info().address().getAddress(), 1, Integer::sum);
        }
    }

    private void forget(RoutingNode node) {
        if (byEndpoint.remove(node.info().address(), node)) {
            perAddress.computeIfPresent(
                    node.info().address().getAddress(), (each, count) -> count > 1 ? count - 1 : null);
        }
    }
}
