package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.PeerAddress;
import io.spate.kernel.Vectors;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PeerPriorityTest {
    @TestFactory
    Stream<DynamicTest> isThatOfTheVectorsSeenFromBothEnds() {
        return Vectors.cases("bep40.json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.required("peer").toString(), () -> {
                    InetSocketAddress client = end(vector.required("client"));
                    InetSocketAddress peer = end(vector.required("peer"));
                    long priority =
                            Long.parseLong(vector.required("priority_hex").asText(), 16);

                    assertThat(PeerPriority.of(client, peer)).isEqualTo(priority);
                    assertThat(PeerPriority.of(peer, client)).isEqualTo(priority);
                }));
    }

    @Test
    void isNoneBetweenTwoFamilies() {
        assertThatThrownBy(() -> PeerPriority.of(address("10.0.0.1:1"), address("[2001:db8::1]:1")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetSocketAddress end(JsonNode pair) {
        String host = pair.required(0).asText();
        return address((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + pair.required(1).asInt());
    }

    private static InetSocketAddress address(String text) {
        return PeerAddress.parse(text).orElseThrow().socketAddress().orElseThrow();
    }
}
