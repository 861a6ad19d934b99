package io.spate.api.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CompactPeersTest {
    @TestFactory
    Stream<DynamicTest> readsTheVectorsAndWritesThemBack() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/vectors/compact-peers.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).path("cases");
            assertThat(cases).hasSizeGreaterThan(10);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> check(vector)));
        }
    }

    private static void check(JsonNode vector) {
        byte[] bytes = HexFormat.of().parseHex(vector.path("bytes_hex").asText());
        switch (vector.path("kind").asText()) {
            case "peers" -> check(vector, bytes, 6, CompactPeers.peers(bytes, 9), peers(vector), CompactPeers::toPeers);
            case "peers6" ->
                check(vector, bytes, 18, CompactPeers.peers6(bytes, 9), peers(vector), CompactPeers::toPeers6);
            case "nodes" ->
                check(vector, bytes, 26, CompactPeers.nodes(bytes, 9), nodes(vector), CompactPeers::toNodes);
            case "nodes6" ->
                check(vector, bytes, 38, CompactPeers.nodes6(bytes, 9), nodes(vector), CompactPeers::toNodes6);
            default -> throw new AssertionError(vector);
        }
    }

    private static <T> void check(
            JsonNode vector,
            byte[] bytes,
            int length,
            List<T> read,
            List<T> expected,
            Function<List<T>, byte[]> writer) {
        if (vector.has("error")) {
            assertThat(read).hasSize(bytes.length / length);
            return;
        }
        assertThat(read).isEqualTo(expected);
        if (!vector.path("name").asText().equals("v6-mapped")) {
            assertThat(writer.apply(read)).isEqualTo(bytes);
        }
    }

    private static List<PeerAddress> peers(JsonNode vector) {
        List<PeerAddress> peers = new ArrayList<>();
        vector.path("peers")
                .forEach(peer ->
                        peers.add(address(peer.get(0).asText(), peer.get(1).asInt())));
        return peers;
    }

    private static List<CompactNode> nodes(JsonNode vector) {
        List<CompactNode> nodes = new ArrayList<>();
        vector.path("nodes")
                .forEach(node -> nodes.add(new CompactNode(
                        InfoHash.ofHex(node.get(0).asText()),
                        address(node.get(1).asText(), node.get(2).asInt()))));
        return nodes;
    }

    private static PeerAddress address(String host, int port) {
        return PeerAddress.parse(host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port)
                .orElseThrow();
    }

    @Test
    void readsTheWholeEntriesBeforeAnOddRest() {
        assertThat(CompactPeers.peers(new byte[] {1, 2, 3, 4, 0x1a, (byte) 0xe1, 9}, 100))
                .containsExactly(new PeerAddress("ip", "1.2.3.4", 6881));
        assertThat(CompactPeers.peers(new byte[5], 100)).isEmpty();
        assertThat(CompactPeers.nodes(new byte[25], 100)).isEmpty();
        assertThat(CompactPeers.nodes6(new byte[37], 100)).isEmpty();
    }

    @Test
    void readsNoMoreThanAskedFor() {
        assertThat(CompactPeers.peers(new byte[600], 7)).hasSize(7);
        assertThat(CompactPeers.nodes6(new byte[380], 3)).hasSize(3);
    }

    @Test
    void keepsPortZeroSoThatFlagsBesideTheListStillFit() {
        assertThat(CompactPeers.peers(new byte[] {1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 1}, 9))
                .extracting(PeerAddress::port)
                .containsExactly(0, 1);
    }

    @Test
    void takesAnAddressMappedFromIpv4ForWhatItIs() {
        byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffff01020304c8d5");
        assertThat(CompactPeers.peers6(bytes, 9)).containsExactly(new PeerAddress("ip", "1.2.3.4", 51413));
    }

    @Test
    void writesOnlyTheFamilyAskedForAndNoNames() {
        List<PeerAddress> mixed =
                List.of(address("1.2.3.4", 1), address("2001:db8::1", 2), PeerAddress.host("name", 3));
        assertThat(CompactPeers.toPeers(mixed)).containsExactly(1, 2, 3, 4, 0, 1);
        assertThat(CompactPeers.toPeers6(mixed)).hasSize(18).endsWith(0, 2);
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(CompactPeers.peers(bytes, 1000)).hasSize(bytes.length / 6);
            assertThat(CompactPeers.peers6(bytes, 1000)).hasSize(bytes.length / 18);
            assertThat(CompactPeers.nodes(bytes, 1000)).hasSize(bytes.length / 26);
            assertThat(CompactPeers.nodes6(bytes, 1000)).hasSize(bytes.length / 38);
        }
    }

    @Test
    void refusesANodeIdOf32Bytes() {
        assertThatThrownBy(() -> new CompactNode(InfoHash.of(new byte[32]), address("1.2.3.4", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node id: 32 bytes (expected: 20)");
    }
}
