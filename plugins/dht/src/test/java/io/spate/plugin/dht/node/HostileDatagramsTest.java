package io.spate.plugin.dht.node;

import static io.spate.plugin.dht.Addresses.at;
import static io.spate.plugin.dht.Addresses.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.dht.ItemKey;
import io.spate.plugin.dht.Vectors;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.KrpcDecoder;
import io.spate.plugin.dht.krpc.KrpcEncoder;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Query;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.lookup.Announce;
import io.spate.plugin.dht.lookup.ItemSearch;
import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.lookup.NodeSearch;
import io.spate.plugin.dht.lookup.PeerSearch;
import io.spate.plugin.dht.lookup.Search;
import io.spate.plugin.dht.routing.TableRules;
import io.spate.plugin.dht.store.StoreLimits;
import io.spate.testkit.Fuzz;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that everybody lies to. */
class HostileDatagramsTest implements NodeEvents {
    private final Random random = new Random(11);
    private final DhtNode node = new DhtNode(
            Family.IPV4,
            NodeId.random(random),
            new NodeSettings(
                    new LookupRules(5, true, false),
                    new TableRules(true, true, 20),
                    new StoreLimits(50, 20, 10, Duration.ofMinutes(45), Duration.ofHours(2), 20, Duration.ofHours(6)),
                    false,
                    10,
                    20,
                    Duration.ofSeconds(15),
                    0,
                    0,
                    100_000,
                    Duration.ofMinutes(5)),
            random,
            random,
            this,
            0);
    private long now;
    private int ended;

    @Test
    void outlivesNonsenseInAnswersAndQueries() {
        List<byte[]> messages = Vectors.cases("krpc.json").stream()
                .map(vector -> Vectors.bytes(vector, "message_hex"))
                .toList();
        List<Datagram> asked = new ArrayList<>();
        int started = 0;
        Fuzz fuzz = new Fuzz(12, messages);
        for (int i = 0; i < Fuzz.rounds(); i++) {
            now += random.nextInt(200);
            if (i % 50 == 0) {
                started += node.search(search(), now) ? 1 : 0;
                node.addNodes(List.of(anyNode().address()), now);
            }
            node.onDatagram(fuzz.next(), anyNode().address(), now);
            if (!asked.isEmpty()) {
                Datagram question = asked.remove(random.nextInt(asked.size()));
                node.onDatagram(mutated(answer(question)), question.to(), now);
            }
            node.wake(now);
            asked.addAll(node.takeOutgoing());
            if (asked.size() > 100) {
                asked.subList(0, 50).clear();
            }
        }
        for (int second = 0; second < 600; second++) {
            now += 1000;
            node.wake(now);
            node.takeOutgoing();
        }

        assertThat(ended).isEqualTo(started);
        assertThat(node.status().torrents()).isLessThanOrEqualTo(50);
        assertThat(node.status().items()).isLessThanOrEqualTo(10);
        assertThat(node.status().searches()).isLessThanOrEqualTo(2); // its own
    }

    private Search search() {
        NodeId target = NodeId.random(random);
        byte[] key = new byte[ItemKey.PUBLIC_KEY_LENGTH];
        random.nextBytes(key);
        return switch (random.nextInt(4)) {
            case 0 -> new NodeSearch(target, closest -> ended++);
            case 1 ->
                new PeerSearch(
                        target,
                        () -> Optional.of(new Announce(1, false, true)),
                        false,
                        true,
                        peers -> {},
                        result -> ended++);
            case 2 -> ItemSearch.immutable(target, (item, result) -> ended++);
            default -> ItemSearch.mutable(ItemKey.of(key), true, (item, result) -> ended++);
        };
    }

    private byte[] answer(Datagram question) {
        Optional<Query> query = KrpcDecoder.decode(question.bytes())
                .filter(Query.class::isInstance)
                .map(Query.class::cast);
        if (query.isEmpty()) {
            return question.bytes();
        }
        List<NodeInfo> named = IntStream.range(0, 8).mapToObj(i -> anyNode()).collect(Collectors.toList());
        named.add(new NodeInfo(node.id(), at("10.0.0.1:1")));
        return KrpcEncoder.encode(Reply.to(
                        query.get().transaction(),
                        random.nextInt(4) == 0
                                ? NodeId.random(random)
                                : named.get(0).id())
                .nodes(Map.of(Family.IPV4, named))
                .token(Optional.of(new byte[random.nextInt(200)]))
                .values(List.of(anyNode().address(), at("0.0.0.0:1")))
                .seenAs(Optional.of(anyNode().address()))
                .build());
    }

    private byte[] mutated(byte[] message) {
        for (int change = random.nextInt(3); change > 0; change--) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        return message;
    }

    private NodeInfo anyNode() {
        return node(random.nextInt(3000));
    }

    @Override
    public void onBootstrapped(int nodes) {}

    @Override
    public void onIdChanged(InetAddress externalAddress, NodeId id) {}

    @Override
    public void onBlocked(InetAddress source, Duration blockedFor) {}
}
