package io.spate.plugin.dht.simulation;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.lookup.Announce;
import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.lookup.PeerSearch;
import io.spate.plugin.dht.node.Datagram;
import io.spate.plugin.dht.node.NodeSettings;
import io.spate.plugin.dht.routing.TableRules;
import io.spate.plugin.dht.simulation.SimulatedDht.Honest;
import io.spate.plugin.dht.store.StoreLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A network comes together, changes all the time, and holds hostile nodes; peers are announced in it, and others look for them.
 *
 * @param nodes in all
 * @param hostileShare of them, 0..1
 * @param churn share of the honest that goes each minute and is replaced by newcomers, 0..1
 */
record Scenario(long seed, int nodes, double hostileShare, double churn, int torrents, int lookups) {
    /** Announcers of a torrent. */
    private static final int PEERS = 3;

    static NodeSettings settings() {
        return new NodeSettings(
                new LookupRules(5, true, false),
                new TableRules(true, true, 20),
                new StoreLimits(2000, 500, 700, Duration.ofMinutes(45), Duration.ofHours(2), 20, Duration.ofHours(6)),
                false,
                20,
                100,
                Duration.ofSeconds(15),
                8000,
                100_000,
                5,
                Duration.ofMinutes(5));
    }

    /** What came of it. */
    record Outcome(int nodes, int lookups, int found, double asked, double seconds, double table, long datagrams) {
        double successRate() {
            return (double) found / lookups;
        }
    }

    Outcome run() {
        SimulatedDht network = new SimulatedDht(seed, settings(), 0.01);
        return run(network);
    }

    Outcome run(SimulatedDht network) {
        gather(network);
        network.run(Duration.ofMinutes(3));
        change(network, 2);
        Map<NodeId, List<InetSocketAddress>> announced = announce(network);
        change(network, 5);
        return lookUp(network, announced);
    }

    /** All come within five minutes, each by some of those that are there. */
    private void gather(SimulatedDht network) {
        Random random = network.random();
        List<InetSocketAddress> known = new ArrayList<>();
        List<Hostile> gang = new ArrayList<>();
        long pause = 300_000 / nodes;
        for (int i = 0; i < nodes; i++) {
            boolean isHostile = i > 10 && random.nextDouble() < hostileShare;
            if (isHostile) {
                Hostile.join(network, gang);
            } else {
                known.add(network.join(some(known, random)).address());
            }
            network.run(Duration.ofMillis(pause));
        }
        for (Hostile each : gang) {
            for (int i = 0; i < 10; i++) {
                Datagram introduction = each.introduction(network.anyHonest().address());
                network.inject(each.address(), introduction);
            }
        }
    }

    private static List<InetSocketAddress> some(List<InetSocketAddress> known, Random random) {
        return random.ints(Math.min(3, known.size()), 0, Math.max(1, known.size()))
                .mapToObj(known::get)
                .toList();
    }

    private void change(SimulatedDht network, int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            int changes = (int) (network.honest().size() * churn);
            for (int i = 0; i < changes; i++) {
                network.leave(network.anyHonest());
                List<InetSocketAddress> known = new ArrayList<>();
                for (int j = 0; j < 3; j++) {
                    known.add(network.anyHonest().address());
                }
                network.join(known);
                network.run(Duration.ofMillis(60_000 / changes));
            }
            if (changes == 0) {
                network.run(Duration.ofMinutes(1));
            }
        }
    }

    private Map<NodeId, List<InetSocketAddress>> announce(SimulatedDht network) {
        Map<NodeId, List<InetSocketAddress>> announced = new HashMap<>();
        for (int i = 0; i < torrents; i++) {
            NodeId torrent = NodeId.random(network.random());
            List<InetSocketAddress> peers = new ArrayList<>();
            for (int j = 0; j < PEERS; j++) {
                Honest peer = network.anyHonest();
                peers.add(new InetSocketAddress(peer.address().getAddress(), 7000));
                peer.run(node -> node.search(
                        new PeerSearch(
                                torrent,
                                () -> Optional.of(new Announce(7000, false, false)),
                                false,
                                false,
                                found -> {},
                                result -> {}),
                        network.now()));
            }
            announced.put(torrent, peers);
            network.run(Duration.ofMillis(100));
        }
        network.run(Duration.ofSeconds(30));
        return announced;
    }

    private Outcome lookUp(SimulatedDht network, Map<NodeId, List<InetSocketAddress>> announced) {
        List<NodeId> all = new ArrayList<>(announced.keySet());
        all.sort(null);
        List<Integer> asked = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        int[] found = new int[1];
        for (int i = 0; i < lookups; i++) {
            NodeId torrent = all.get(i % all.size());
            long start = network.now();
            network.anyHonest()
                    .run(node -> node.search(
                            new PeerSearch(torrent, Optional::empty, false, false, peers -> {}, result -> {
                                asked.add(result.asked());
                                millis.add(network.now() - start);
                                found[0] += result.peers().stream().anyMatch(announced.get(torrent)::contains) ? 1 : 0;
                            }),
                            network.now()));
            network.run(Duration.ofMillis(50));
        }
        network.run(Duration.ofSeconds(60));
        return new Outcome(
                nodes,
                lookups,
                found[0],
                asked.stream().mapToInt(each -> each).average().orElse(0),
                millis.stream().mapToLong(each -> each).average().orElse(0) / 1000,
                network.honest().stream()
                        .mapToInt(each -> each.node().status().live().size())
                        .average()
                        .orElse(0),
                network.datagrams());
    }
}
