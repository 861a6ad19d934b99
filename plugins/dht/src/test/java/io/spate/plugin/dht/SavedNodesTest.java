package io.spate.plugin.dht;

import static io.spate.plugin.dht.Addresses.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.testkit.Fuzz;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavedNodesTest {
    private final SavedNodes saved = new SavedNodes(
            Map.of("0.0.0.0", NodeId.random(new Random(1)), "::", NodeId.random(new Random(2))),
            Map.of(Family.IPV4, List.of(node(1), node(2))));

    @Test
    void readsWhatItWrote() {
        assertThat(SavedNodes.decode(saved.encode())).isEqualTo(saved);
    }

    @Test
    void takesWhatCannotBeReadForNothing() {
        byte[] bytes = saved.encode();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(SavedNodes.decode(Arrays.copyOf(bytes, length))).isEqualTo(SavedNodes.NONE);
        }
        new Fuzz(3, List.of(bytes)).feed(64 * 1024, damaged -> assertThat(
                        SavedNodes.decode(damaged).ids())
                .hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void keepsOnlySoMany() {
        SavedNodes many = new SavedNodes(
                Map.of(),
                Map.of(
                        Family.IPV4,
                        IntStream.range(0, 1000).mapToObj(n -> node(n)).toList()));
        assertThat(SavedNodes.decode(many.encode()).nodes().get(Family.IPV4)).hasSize(300);
    }
}
