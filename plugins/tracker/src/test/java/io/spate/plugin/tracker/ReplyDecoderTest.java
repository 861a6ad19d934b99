package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReplyDecoderTest {
    private final ReplyDecoder decoder = new ReplyDecoder(2000);

    @TestFactory
    Stream<DynamicTest> readsTheVectors() throws IOException {
        List<JsonNode> vectors = Vectors.ofKind("response");
        assertThat(vectors).hasSize(10);
        return vectors.stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> check(vector)));
    }

    private void check(JsonNode vector) {
        byte[] body = HexFormat.of().parseHex(vector.path("body_hex").asText());
        JsonNode expected = vector.path("expect");
        if (expected.has("error")) {
            assertRefused(body);
        } else if (expected.has("failure")) {
            assertThat(decoder.decode(body))
                    .isEqualTo(new Refusal(expected.path("failure").asText(), retry(expected)));
        } else {
            check((AnnounceReply.Answer) decoder.decode(body), expected);
        }
    }

    private static void check(AnnounceReply.Answer answer, JsonNode expected) {
        assertThat(answer.interval()).isEqualTo(seconds(expected, "interval"));
        assertThat(answer.minInterval()).isEqualTo(seconds(expected, "min_interval"));
        assertThat(answer.complete()).isEqualTo(count(expected, "complete"));
        assertThat(answer.incomplete()).isEqualTo(count(expected, "incomplete"));
        assertThat(answer.trackerId()).isEqualTo(text(expected, "tracker_id"));
        assertThat(answer.warning()).isEqualTo(text(expected, "warning"));
        assertThat(answer.externalAddress().map(address -> address.getHostAddress()))
                .isEqualTo(text(expected, "external_ip"));
        List<PeerAddress> peers = new ArrayList<>();
        expected.path("peers")
                .forEach(peer ->
                        peers.add(address(peer.get(0).asText(), peer.get(1).asInt())));
        assertThat(answer.peers()).isEqualTo(peers);
    }

    private static Retry retry(JsonNode expected) {
        JsonNode minutes = expected.path("retry_in_minutes");
        return minutes.isMissingNode()
                ? Retry.AFTER_BACK_OFF
                : minutes.isInt() ? new Retry.After(Duration.ofMinutes(minutes.asInt())) : Retry.NEVER;
    }

    private static Optional<Duration> seconds(JsonNode expected, String key) {
        return expected.hasNonNull(key)
                ? Optional.of(Duration.ofSeconds(expected.path(key).asLong()))
                : Optional.empty();
    }

    private static Optional<Integer> count(JsonNode expected, String key) {
        return expected.has(key) ? Optional.of(expected.path(key).asInt()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode expected, String key) {
        return expected.has(key) ? Optional.of(expected.path(key).asText()) : Optional.empty();
    }

    private static PeerAddress address(String host, int port) {
        return PeerAddress.parse(host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port)
                .orElseThrow();
    }

    private AnnounceReply.Answer answer(String body) {
        return (AnnounceReply.Answer) decoder.decode(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertRefused(byte[] body) {
        assertThatThrownBy(() -> decoder.decode(body))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL))
                .hasMessageContaining("expected: a bencoded dictionary");
    }

    @Test
    void showsWhatAPageOfAWebServerBeganWith() {
        byte[] page = "<html>\r\n<title>502 Bad Gateway</title>".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> decoder.decode(page)).hasMessageStartingWith("reply: \"<html>  <title>502 Bad");
    }

    @Test
    void toleratesUnsortedKeysAndTrailingBytes() {
        AnnounceReply.Answer answer = answer("d5:peers0:8:intervali60eexyz");
        assertThat(answer.interval()).contains(Duration.ofSeconds(60));
    }

    @Test
    void passesOverPeersThatNobodyCanReach() {
        assertThat(answer("d5:peers12:\1\2\3\4\0\0\5\6\7\10\0\1e").peers()).containsExactly(address("5.6.7.8", 1));
        assertThat(answer("d5:peersld2:ip7:1.2.3.44:porti0eed2:ip7:1.2.3.44:porti65536eed2:ip0:4:porti1ee"
                                + "d2:ip5:a b/c4:porti1eed2:ip7:1.2.3.44:porti7eei9eleee")
                        .peers())
                .containsExactly(address("1.2.3.4", 7));
    }

    @Test
    void takesOnlySoManyPeers() {
        ReplyDecoder modest = new ReplyDecoder(3);
        byte[] compact = new byte[60];
        Arrays.fill(compact, (byte) 7);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("d5:peers60:".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(compact);
        body.write('e');
        assertThat(((AnnounceReply.Answer) modest.decode(body.toByteArray())).peers())
                .hasSize(3);
        String list = "d5:peersl" + "d2:ip7:1.2.3.44:porti7ee".repeat(10) + "ee";
        assertThat(((AnnounceReply.Answer) modest.decode(list.getBytes(StandardCharsets.US_ASCII))).peers())
                .hasSize(3);
    }

    @Test
    void ignoresNumbersThatMakeNoSense() {
        AnnounceReply.Answer answer =
                answer("d8:completei-1e10:incompletei99999999999e8:intervali-5e12:min intervali99999999999ee");
        assertThat(answer.complete()).isEmpty();
        assertThat(answer.incomplete()).contains(Integer.MAX_VALUE);
        assertThat(answer.interval()).isEmpty();
        assertThat(answer.minInterval()).contains(Duration.ofDays(1));
    }

    @Test
    void makesALineOfWhatATrackerSays() {
        Refusal refusal = (Refusal) decoder.decode(
                ("d14:failure reason400:a\nb\u001b" + "x".repeat(396) + "e").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal.reason()).startsWith("a b x").endsWith("...").hasSize(303);
    }

    @Test
    void ignoresATrackerIdThatIsNoId() {
        assertThat(answer("d10:tracker id600:" + "x".repeat(600) + "e").trackerId())
                .isEmpty();
    }

    @Test
    void obeysARetryOnlyIfItIsOne() {
        assertThat(decoder.decode("d14:failure reason1:x8:retry ini-5ee".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new Refusal("x", Retry.AFTER_BACK_OFF));
        assertThat(decoder.decode("d14:failure reason1:x8:retry ini999999999ee".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new Refusal("x", new Retry.After(Duration.ofDays(1))));
    }

    @Test
    void survivesGarbageAndMutilatedReplies() throws IOException {
        List<byte[]> replies = Vectors.ofKind("response").stream()
                .map(vector -> HexFormat.of().parseHex(vector.path("body_hex").asText()))
                .toList();
        new Fuzz(7, replies).feed(64 * 1024, this::decodeOrRefuse);
    }

    @Test
    void survivesRepliesThatAreDeepOrOfTooManyValues() {
        decodeOrRefuse("l".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        decodeOrRefuse(("d5:peersl" + "de".repeat(400_000) + "ee").getBytes(StandardCharsets.US_ASCII));
    }

    private void decodeOrRefuse(byte[] body) {
        try {
            if (decoder.decode(body) instanceof AnnounceReply.Answer answer) {
                assertThat(answer.peers()).hasSizeLessThanOrEqualTo(2000).allMatch(peer -> peer.port() > 0);
            }
        } catch (SpateException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL);
        }
    }
}
