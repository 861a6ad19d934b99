package io.spate.plugin.dht.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.HostAndPort;
import io.spate.plugin.dht.Vectors;
import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundIdsTest {
    @TestFactory
    Stream<DynamicTest> holdsTheVectors() {
        return Vectors.tests("bep42.json", "ip", vector -> {
            InetAddress address = address(vector.path("ip").asText());
            for (JsonNode check : vector.path("checks")) {
                NodeId id = NodeId.of(Vectors.bytes(check, "node_id_hex"));
                assertThat(BoundIds.matches(id, address))
                        .as(id.toString())
                        .isEqualTo(check.path("valid").asBoolean());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "203.0.113.5", "2001:4860::8888", "2a00:1450:4001:81b::200e"})
    void makesIdsThatFit(String ip) {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            NodeId id = BoundIds.create(address(ip), random);
            assertThat(BoundIds.fits(id, address(ip))).isTrue();
            assertThat(BoundIds.fits(id, address("198.51.100.77"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.9.9", "127.0.0.1", "::1", "fe80::1", "fd00::1"
            })
    void anyIdFitsWhereThereIsNoInternet(String ip) {
        assertThat(BoundIds.fits(NodeId.random(new Random(2)), address(ip))).isTrue();
    }

    @Test
    void hardlyAnyIdFitsByChance() {
        Random random = new Random(3);
        long fitting = Stream.generate(() -> NodeId.random(random))
                .limit(5000)
                .filter(id -> BoundIds.fits(id, address("8.8.8.8")))
                .count();
        assertThat(fitting).isZero();
    }

    private static InetAddress address(String ip) {
        return new HostAndPort(ip, 0).literal().orElseThrow();
    }
}
