package io.spate.plugin.dht.routing;

import static io.spate.plugin.dht.Addresses.at;
import static io.spate.plugin.dht.Addresses.near;
import static io.spate.plugin.dht.Addresses.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final long MINUTE = 60_000;
    private static final TableRules PLAIN = new TableRules(true, false, 20);

    private final Random random = new Random(1);
    private final NodeId own = NodeId.random(random);
    private final RoutingTable table = new RoutingTable(own, PLAIN, 0);

    @Test
    void givesAPlaceOnlyToThoseThatAnswered() {
        table.onHeard(node(1), false, 0);
        assertThat(table.size()).isZero();
        assertThat(table.replacements()).isEqualTo(1);

        table.onAnswer(node(1), 50, 0);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.replacements()).isZero();
    }

    @Test
    void splitsOnlyTheBucketThatHoldsUs() {
        for (int n = 0; n < 1000; n++) {
            table.onAnswer(near(own, 0, n), 50, 0);
        }
        assertThat(table.size()).isEqualTo(8);
        assertThat(table.depth()).isEqualTo(2);

        for (int n = 1000; n < 1100; n++) {
            table.onAnswer(near(own, 12, n), 50, 0);
        }
        assertThat(table.size()).isEqualTo(16);
    }

    @Test
    void holdsMoreInTheFirstBucketsWhenExtended() {
        RoutingTable extended = new RoutingTable(own, new TableRules(true, true, 20), 0);
        for (int n = 0; n < 2000; n++) {
            extended.onAnswer(near(own, n % 6, n), 50, 0);
        }
        assertThat(extended.size()).isEqualTo(128 + 64 + 32 + 16 + 8 + 8);
    }

    @Test
    void findsTheClosestOfAll() {
        List<NodeInfo> all = new ArrayList<>();
        RoutingTable extended = new RoutingTable(own, new TableRules(true, true, 20), 0);
        for (int n = 0; n < 60; n++) {
            all.add(node(n));
            extended.onAnswer(node(n), 50, 0);
        }
        for (int i = 0; i < 200; i++) {
            NodeId target = NodeId.random(random);
            all.sort((a, b) -> target.compareDistance(a.id(), b.id()));
            assertThat(extended.closest(target, 8, 0)).isEqualTo(all.subList(0, 8));
        }
    }

    @Test
    void takesOneNodeAnAddressAndOneASubnetOfABucket() {
        NodeInfo first = near(own, 0, 1);
        table.onAnswer(first, 50, 0);
        table.onAnswer(new NodeInfo(near(own, 0, 2).id(), at("20.0.1.9:7000")), 50, 0);
        table.onAnswer(new NodeInfo(near(own, 0, 3).id(), at("20.0.1.77:6881")), 50, 0);

        assertThat(table.nodes()).extracting(RoutingNode::info).containsExactly(first);
    }

    @Test
    void takesAsManyOnLoopbackAsThereAre() {
        for (int port = 1; port <= 8; port++) {
            table.onAnswer(new NodeInfo(NodeId.random(random), at("127.0.0.1:" + port)), 1, 0);
        }
        assertThat(table.size()).isEqualTo(8);
    }

    @Test
    void replacesWhoFailsByWhoWaits() {
        for (int n = 0; n < 9; n++) {
            table.onAnswer(near(own, 0, n), 50, 0);
        }
        table.onAnswer(near(own, 3, 100), 50, 0);
        assertThat(table.replacements()).isEqualTo(1);
        NodeInfo failing = table.nodes().get(0).info();
        table.onFailure(failing.address(), MINUTE);
        table.onFailure(failing.address(), MINUTE);

        assertThat(table.nodes()).extracting(RoutingNode::info).doesNotContain(failing);
        assertThat(table.replacements()).isZero();
        assertThat(table.size()).isEqualTo(9);
    }

    @Test
    void keepsWhoFailsWhileNobodyWaits() {
        table.onAnswer(node(1), 50, 0);
        for (int i = 0; i < 19; i++) {
            table.onFailure(node(1).address(), MINUTE);
        }
        assertThat(table.size()).isEqualTo(1);
        table.onFailure(node(1).address(), MINUTE);
        assertThat(table.size()).isZero();
    }

    @Test
    void dropsWhoChangesItsId() {
        table.onAnswer(node(1), 50, 0);
        table.onAnswer(new NodeInfo(NodeId.random(random), node(1).address()), 50, 0);

        assertThat(table.size()).isZero();
    }

    @Test
    void prefersIdsThatFitTheirAddresses() {
        for (int n = 0; n < 8; n++) {
            table.onAnswer(near(own, 0, n), 50, 0);
        }
        table.onAnswer(near(own, 3, 50), 50, 0);
        NodeInfo bound = IntStream.range(100, 200)
                .mapToObj(n -> node(n))
                .filter(node -> own.sharedBits(node.id()) == 0)
                .findFirst()
                .orElseThrow();
        table.onAnswer(bound, 500, 0);

        assertThat(table.nodes()).extracting(RoutingNode::info).contains(bound);
    }

    @Test
    void neverTakesUsOrImpossibleAddresses() {
        table.onAnswer(new NodeInfo(own, node(1).address()), 50, 0);
        table.onAnswer(new NodeInfo(node(2).id(), at("224.0.0.5:6881")), 50, 0);
        table.onAnswer(new NodeInfo(node(3).id(), at("255.1.1.1:6881")), 50, 0);
        table.onHeard(new NodeInfo(node(4).id(), at("20.1.1.1:0")), true, 0);

        assertThat(table.size() + table.replacements()).isZero();
    }

    @Test
    void looksAfterWhoWasNotHeardOfForLongest() {
        table.onAnswer(node(1), 50, 0);
        table.onAnswer(node(2), 50, MINUTE);
        assertThat(table.nextToCheck(10 * MINUTE)).isEmpty();
        assertThat(table.nextToCheck(17 * MINUTE)).contains(node(1));
        table.onAsked(node(1).address(), 17 * MINUTE);
        assertThat(table.nextToCheck(17 * MINUTE)).contains(node(2));
    }

    @Test
    void asksCandidatesWhileThereAreFreePlaces() {
        table.onHeard(node(1), false, 0);
        assertThat(table.nextToCheck(0)).contains(node(1));
        table.onAsked(node(1).address(), 0);
        assertThat(table.nextToCheck(0)).isEmpty();
    }

    @Test
    void refreshesABucketThatDidNotChangeForAQuarterOfAnHour() {
        table.onAnswer(node(1), 50, 0);
        assertThat(table.nextToRefresh(random, 14 * MINUTE)).isEmpty();
        assertThat(table.nextToRefresh(random, 15 * MINUTE)).isPresent();
        assertThat(table.nextToRefresh(random, 16 * MINUTE)).isEmpty();
    }

    @Test
    void staysBoundedWhateverItHears() {
        for (int n = 0; n < 20_000; n++) {
            NodeInfo node = near(own, random.nextInt(40), n);
            if (n % 3 == 0) {
                table.onAnswer(node, random.nextInt(500), n);
            } else {
                table.onHeard(node, n % 2 == 0, n);
            }
            if (n % 5 == 0) {
                table.onFailure(near(own, 3, random.nextInt(n + 1)).address(), n);
            }
        }
        assertThat(table.size()).isLessThanOrEqualTo(41 * 8);
        assertThat(table.replacements()).isLessThanOrEqualTo(41 * 8);
    }
}
