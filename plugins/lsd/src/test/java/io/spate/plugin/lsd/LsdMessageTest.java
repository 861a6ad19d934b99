package io.spate.plugin.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spate.api.InfoHash;
import io.spate.testkit.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsdMessageTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";
    private static final String START = "BT-SEARCH * HTTP/1.1\r\nHost: x\r\n";

    @TestFactory
    Stream<DynamicTest> readsTheVectors() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    Optional<LsdMessage> message = LsdMessage.decode(bytes(vector));
                    JsonNode fields = vector.required("fields");
                    if (fields.has("error")) {
                        assertThat(message).isEmpty();
                        return;
                    }
                    assertThat(message.orElseThrow().port())
                            .isEqualTo(fields.required("port").asInt());
                    assertThat(message.orElseThrow().cookie())
                            .isEqualTo(Optional.ofNullable(
                                    fields.required("cookie").textValue()));
                    assertThat(message.orElseThrow().infoHashes())
                            .extracting(InfoHash::toHex)
                            .containsExactlyElementsOf(texts(fields.required("info_hashes")));
                }));
    }

    @Test
    void writesTheFirstVectorByteForByte() throws IOException {
        byte[] vector = bytes(vectors().findFirst().orElseThrow());

        assertThat(LsdMessage.decode(vector).orElseThrow().encode()).isEqualTo(vector);
    }

    @Test
    void readsBackWhatItWroteUpToTheLongest() {
        Random random = new Random(3);
        int capacity = LsdMessage.capacity(LsdGroup.IPV6.host(), "0123456789abcdef");
        List<InfoHash> hashes = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            hashes.add(hash(random));
            LsdMessage message = new LsdMessage(LsdGroup.IPV6.host(), 65535, hashes, Optional.of("0123456789abcdef"));

            assertThat(message.encode().length).isLessThanOrEqualTo(LsdMessage.MAX_BYTES);
            assertThat(LsdMessage.decode(message.encode())).contains(message);
        }
        hashes.add(hash(random));
        byte[] tooLong = new LsdMessage(LsdGroup.IPV6.host(), 65535, hashes, Optional.of("0123456789abcdef")).encode();
        assertThat(tooLong.length).isGreaterThan(LsdMessage.MAX_BYTES);
        assertThat(LsdMessage.decode(tooLong)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BT-SEARCH * HTTP/1.1",
                START,
                START + "Port: 1\r\n\r\n",
                START + "Infohash: " + HASH + "\r\n\r\n",
                START + "Port: 65536\r\nInfohash: " + HASH + "\r\n\r\n",
                START + "Port: -1\r\nInfohash: " + HASH + "\r\n\r\n",
                START + "Port: 99999999999\r\nInfohash: " + HASH + "\r\n\r\n",
                START + "Port: 1\r\nInfohash: " + HASH + "0\r\n\r\n",
                START + "Port: 1\r\nInfohash: g123456789abcdef0123456789abcdef01234567\r\n\r\n",
                START + "\r\nPort: 1\r\nInfohash: " + HASH + "\r\n\r\n",
                "BT-SEARCH * HTTP/1.0\r\nPort: 1\r\nInfohash: " + HASH + "\r\n\r\n"
            })
    void ignoresWhatIsNoAnnounce(String text) {
        assertThat(LsdMessage.decode(ascii(text))).isEmpty();
    }

    @Test
    void passesOverHeadersThatItDoesNotKnowAndHashesThatAreNone() {
        byte[] datagram = ascii(START + "X-New: yes\r\nnonsense\r\nInfohash: short\r\nPort: 7\r\nInfohash: " + HASH
                + "\r\ncookie: " + "c".repeat(300) + "\r\n\r\n");

        assertThat(LsdMessage.decode(datagram))
                .contains(new LsdMessage("x", 7, List.of(InfoHash.ofHex(HASH)), Optional.empty()));
    }

    @Test
    void survivesWhatIsCutOffDamagedOrGarbage() throws IOException {
        AtomicInteger read = new AtomicInteger();
        new Fuzz(4, vectors().map(LsdMessageTest::bytes).toList())
                .feed(64 * 1024, bytes -> LsdMessage.decode(bytes).ifPresent(message -> {
                    assertThat(message.port()).isBetween(1, 65535);
                    read.incrementAndGet();
                }));
        assertThat(read).hasPositiveValue();
    }

    private static InfoHash hash(Random random) {
        byte[] bytes = new byte[InfoHash.V1_LENGTH];
        random.nextBytes(bytes);
        return InfoHash.of(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(JsonNode vector) {
        return HexFormat.of().parseHex(vector.required("bytes_hex").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = LsdMessageTest.class.getResourceAsStream("/vectors/lsd.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).required("cases").spliterator(), false);
        }
    }
}
