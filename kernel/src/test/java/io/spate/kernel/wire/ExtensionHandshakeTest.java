package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.Vectors;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionHandshakeTest {
    private static final Map<String, ExtensionHandshake> EXPECTED = Map.of(
            "bep10-sample",
            ExtensionHandshake.builder()
                    .messages(Map.of("LT_metadata", 1, "\u00b5T_PEX", 2))
                    .listenPort(6881)
                    .client("\u00b5Torrent 1.2")
                    .build(),
            "empty",
            ExtensionHandshake.builder().build(),
            "typical",
            ExtensionHandshake.builder()
                    .messages(Map.of(
                            "lt_donthave", 7, "upload_only", 3, "ut_holepunch", 4, "ut_metadata", 2, "ut_pex", 1))
                    .metadataSize(31235)
                    .listenPort(6881)
                    .requestLimit(500)
                    .uploadOnly(true)
                    .client("JB 0.1")
                    .yourIp(address("203.0.113.9"))
                    .build(),
            "yourip-v6",
            ExtensionHandshake.builder()
                    .messages(Map.of("ut_pex", 1))
                    .ipv4((Inet4Address) address("198.51.100.1"))
                    .ipv6((Inet6Address) address("2001:db8::1"))
                    .yourIp(address("2001:db8::9"))
                    .build(),
            "disable",
            ExtensionHandshake.builder().messages(Map.of("ut_pex", 0)).build(),
            "encryption-and-complete-ago",
            ExtensionHandshake.builder()
                    .messages(Map.of("ut_pex", 1))
                    .completeAgo(3600)
                    .prefersEncryption(true)
                    .build(),
            "metadata-size-zero",
            ExtensionHandshake.builder().messages(Map.of("ut_metadata", 3)).build());

    static Stream<JsonNode> vectors() {
        return Vectors.cases("extension-handshake.json").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheVectors(JsonNode vector) {
        assertThat(read(payload(vector)))
                .isEqualTo(EXPECTED.get(vector.get("name").asText()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatItWritesIsReadBack(JsonNode vector) {
        ExtensionHandshake handshake = EXPECTED.get(vector.get("name").asText());

        assertThat(read(handshake.encode(Map.of()))).isEqualTo(handshake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bep10-sample", "typical", "yourip-v6", "disable", "encryption-and-complete-ago"})
    void writesTheVectors(String name) {
        JsonNode vector = vectors()
                .filter(one -> one.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(EXPECTED.get(name).encode(Map.of())).isEqualTo(payload(vector));
    }

    @Test
    void addsKeysOfProtocolsButNoneOfItsOwn() {
        byte[] bytes = ExtensionHandshake.builder()
                .listenPort(1)
                .build()
                .encode(Map.of("metadata_size", BencodeValue.of(5), "p", BencodeValue.of(2)));

        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("d1:mde13:metadata_sizei5e1:pi1ee");
    }

    @Test
    void passesOverWhatMakesNoSense() {
        String nonsense = "d8:completei1e12:complete_agoi-1e1:e3:yes4:ipv416:0123456789abcdef4:ipv64:0123"
                + "1:md1:ai256e1:bi-1e1:c1:x1:di7e1:ei99999999999999999999e0:i5ee"
                + "13:metadata_sizei4294967296e1:pi0e4:reqqi-5e1:vi1e6:yourip3:abce";

        assertThat(read(nonsense))
                .isEqualTo(ExtensionHandshake.builder().messages(Map.of("d", 7)).build());
    }

    @Test
    void unmapsAnIpv4AddressWrittenAsIpv6() {
        byte[] bytes = HexFormat.of()
                .parseHex(
                        "64" // d
                                + "363a796f75726970" // 6:yourip
                                + "31363a" + "00000000000000000000ffffcb007109" // 16:
                                + "65"); // e

        assertThat(read(bytes).yourIp()).contains(address("203.0.113.9"));
    }

    @Test
    void boundsTheNameOfTheClient() {
        String name = "evil\u001b[2J\u202e\n" + "x".repeat(500);
        byte[] bytes = ExtensionHandshake.builder().client(name).build().encode(Map.of());

        assertThat(read(bytes).client()).contains("evil[2J" + "x".repeat(93));
    }

    @Test
    void boundsTheMessages() {
        Map<String, Integer> many = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("message" + i, 1 + i % 255);
        }
        many.put("y".repeat(65), 1);
        byte[] bytes = ExtensionHandshake.builder().messages(many).build().encode(Map.of());

        assertThat(read(bytes).messages()).hasSize(255).allSatisfy((name, id) -> assertThat(name)
                .startsWith("message"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i1e", "le", "d1:m", "d1:mi1e", "xyz"})
    void ignoresWhatIsNoDictionary(String payload) {
        assertThat(ExtensionHandshake.parse(payload.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(1);
        byte[] good = EXPECTED.get("typical").encode(Map.of());
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] garbage = good.clone();
            for (int i = 0; i < 1 + round % 4; i++) {
                garbage[random.nextInt(garbage.length)] = (byte) random.nextInt(128);
            }
            read += ExtensionHandshake.parse(garbage)
                            .map(ExtensionHandshake::of)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(read).isBetween(1000, 19_000);
    }

    private static ExtensionHandshake read(byte[] payload) {
        BencodeDictionary dictionary = ExtensionHandshake.parse(payload).orElseThrow();
        return ExtensionHandshake.of(dictionary);
    }

    private static ExtensionHandshake read(String payload) {
        return read(payload.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] payload(JsonNode vector) {
        RecordingOutput output = new RecordingOutput();
        byte[] message = HexFormat.of().parseHex(vector.get("message_hex").asText());
        new PeerWireDecoder().feed(Unpooled.wrappedBuffer(message), output);
        PeerMessage.Extended extended = (PeerMessage.Extended) output.messages.get(0);
        assertThat(extended.id()).isEqualTo(ExtensionHandshake.ID);
        return extended.bytes();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
