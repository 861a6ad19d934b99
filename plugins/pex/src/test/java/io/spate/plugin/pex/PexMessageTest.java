package io.spate.plugin.pex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerTrait;
import io.spate.testkit.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PexMessageTest {
    /** Length, id of the message, id of the extension: the kernel takes them off. */
    private static final int HEADER = 6;

    private static final int MANY = 1000;

    @TestFactory
    Stream<DynamicTest> readsTheVectors() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    PexMessage message = decode(payload(vector));

                    assertThat(message.added()).containsExactlyElementsOf(found(vector, "added", "added6"));
                    assertThat(message.dropped())
                            .containsExactlyElementsOf(found(vector, "dropped", "dropped6").stream()
                                    .map(FoundPeer::address)
                                    .toList());
                }));
    }

    @TestFactory
    Stream<DynamicTest> writesTheVectorsByteForByte() throws IOException {
        return vectors()
                .filter(vector -> !vector.path("name").asText().equals("no-flags")) // we always send flags
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    byte[] payload = payload(vector);
                    assertThat(decode(payload).encode()).isEqualTo(payload);
                }));
    }

    @Test
    void readsBackWhatItWrote() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            PexMessage message = random(random);
            assertThat(decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void readsNoMoreThanItIsAskedTo() {
        List<FoundPeer> added = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            added.add(FoundPeer.at(new PeerAddress(PeerAddress.IP, "10.0.0.1", 1000 + i)));
        }
        byte[] payload = new PexMessage(added, List.of()).encode();

        assertThat(PexMessage.decode(payload, 7).orElseThrow().added()).isEqualTo(added.subList(0, 7));
    }

    @Test
    void takesMissingFlagsForNoneAndIgnoresOddEnds() {
        byte[] payload = bytes("d5:added13:\1\2\3\4\0\7\5\6\7\10\0\11x7:added.f1:\2e");

        assertThat(decode(payload).added())
                .containsExactly(
                        new FoundPeer(new PeerAddress(PeerAddress.IP, "1.2.3.4", 7), Set.of(PeerTrait.UPLOAD_ONLY)),
                        FoundPeer.at(new PeerAddress(PeerAddress.IP, "5.6.7.8", 9)));
    }

    @Test
    void passesOverKeysOfAnotherType() {
        assertThat(decode(bytes("d5:addedi7e7:droppedle8:dropped60:e")))
                .isEqualTo(new PexMessage(List.of(), List.of()));
    }

    @Test
    void isNoneIfItIsNoDictionary() {
        for (String text : List.of("", "le", "i7e", "4:spam", "d", "d5:added", "GET / HTTP/1.1")) {
            assertThat(PexMessage.decode(bytes(text), MANY)).isEmpty();
        }
    }

    @Test
    void survivesWhatIsCutOffDamagedOrGarbage() throws IOException {
        Random random = new Random(12);
        List<byte[]> messages =
                new ArrayList<>(vectors().map(PexMessageTest::payload).toList());
        for (int i = 0; i < 20; i++) {
            messages.add(random(random).encode());
        }
        AtomicInteger read = new AtomicInteger();
        new Fuzz(13, messages)
                .feed(256 * 1024, bytes -> PexMessage.decode(bytes, 10).ifPresent(message -> {
                    assertThat(message.added()).hasSizeLessThanOrEqualTo(20);
                    assertThat(message.dropped()).hasSizeLessThanOrEqualTo(20);
                    read.incrementAndGet();
                }));
        assertThat(read).hasPositiveValue();
    }

    private static PexMessage random(Random random) {
        List<FoundPeer> added = new ArrayList<>();
        List<PeerAddress> dropped = new ArrayList<>();
        for (String prefix : List.of("10.0.0.", "2001:db8::")) {
            for (int i = random.nextInt(5); i > 0; i--) {
                Set<PeerTrait> traits = PexFlags.toTraits(random.nextInt(256));
                added.add(new FoundPeer(address(prefix, random), traits));
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                dropped.add(address(prefix, random));
            }
        }
        return new PexMessage(added, dropped);
    }

    private static PeerAddress address(String prefix, Random random) {
        return new PeerAddress(PeerAddress.IP, prefix + (1 + random.nextInt(9)), random.nextInt(65536));
    }

    private static PexMessage decode(byte[] payload) {
        return PexMessage.decode(payload, MANY).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] payload(JsonNode vector) {
        byte[] message = HexFormat.of().parseHex(vector.required("message_hex").asText());
        return Arrays.copyOfRange(message, HEADER, message.length);
    }

    private static List<FoundPeer> found(JsonNode vector, String... keys) {
        List<FoundPeer> found = new ArrayList<>();
        for (String key : keys) {
            for (JsonNode peer : vector.required(key)) {
                String host = peer.path("ip").asText(peer.path(0).asText());
                int port = peer.path("port").asInt(peer.path(1).asInt());
                found.add(new FoundPeer(
                        new PeerAddress(PeerAddress.IP, host, port),
                        PexFlags.toTraits(peer.path("flags").asInt())));
            }
        }
        return found;
    }

    private static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = PexMessageTest.class.getResourceAsStream("/vectors/ut-pex.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).required("cases").spliterator(), false);
        }
    }
}
