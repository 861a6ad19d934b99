package io.spate.plugin.tracker;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UdpReplyTest {
    private static final InfoHash ONE = InfoHash.ofHex("01".repeat(20));
    private static final InfoHash TWO = InfoHash.ofHex("02".repeat(20));
    private static final InfoHash THREE = InfoHash.ofHex("03".repeat(20));

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static UdpReply reply(String hex) {
        return new UdpReply(bytes(hex));
    }

    @Test
    void readsAConnectionIdAsTheVectorsSay() throws IOException {
        for (JsonNode vector : withoutError(Vectors.udp("connect_response"))) {
            assertThat(reply(vector.path("packet_hex").asText()).connection())
                    .isEqualTo(vector.at("/fields/connection_id").asLong());
        }
    }

    @Test
    void readsAnAnswerAsTheVectorsSay() throws IOException {
        assertAnswers("announce_response", INET, 2);
        assertAnswers("announce_response6", INET6, 1);
    }

    private static void assertAnswers(String kind, StandardProtocolFamily family, int count) throws IOException {
        List<JsonNode> vectors = withoutError(Vectors.udp(kind));
        assertThat(vectors).hasSize(count);
        for (JsonNode vector : vectors) {
            JsonNode fields = vector.path("fields");
            List<PeerAddress> peers = new ArrayList<>();
            fields.path("peers")
                    .forEach(peer -> peers.add(PeerAddress.parse((family == INET6
                                            ? "[" + peer.get(0).asText() + "]"
                                            : peer.get(0).asText())
                                    + ":" + peer.get(1).asInt())
                            .orElseThrow()));
            AnnounceReply.Answer answer =
                    reply(vector.path("packet_hex").asText()).answer(family, 10);
            assertThat(answer.interval())
                    .contains(Duration.ofSeconds(fields.path("interval").asLong()));
            assertThat(answer.complete()).contains(fields.path("seeders").asInt());
            assertThat(answer.incomplete()).contains(fields.path("leechers").asInt());
            assertThat(answer.peers()).isEqualTo(peers);
        }
    }

    @Test
    void readsTheNumbersOfAScrapeAsTheVectorSays() throws IOException {
        JsonNode vector = Vectors.udp("scrape_response").get(0);
        assertThat(reply(vector.path("packet_hex").asText())
                        .numbers(List.of(ONE, TWO, THREE))
                        .swarms())
                .isEqualTo(Map.of(
                        ONE, new SwarmNumbers(Optional.of(1), Optional.of(3), Optional.of(2)),
                        TWO, new SwarmNumbers(Optional.of(0), Optional.of(0), Optional.of(0))));
    }

    @Test
    void readsTheWordsOfAnErrorAsTheVectorSays() throws IOException {
        JsonNode vector = Vectors.udp("error_response").get(0);
        assertThat(reply(vector.path("packet_hex").asText()).refusal())
                .contains(new Refusal("torrent not registered", Retry.AFTER_BACK_OFF));
        assertThat(reply("0000000300000002").refusal().orElseThrow().reason()).isEqualTo("error without a message");
        assertThat(reply("00000001000000020102").refusal()).isEmpty();
    }

    @Test
    void refusesWhatIsTooShortAsTheVectorsSay() {
        assertThatThrownBy(() -> reply("000000000000000000000000000000").connection())
                .isInstanceOf(SpateException.class)
                .hasMessage("reply: 15 bytes (expected: at least 16)");
        assertThatThrownBy(() -> reply("00000001000000000000000000000000000000").answer(INET, 10))
                .isInstanceOf(SpateException.class)
                .hasMessage("reply: 19 bytes (expected: at least 20)");
    }

    private static List<JsonNode> withoutError(List<JsonNode> vectors) {
        return vectors.stream().filter(vector -> !vector.has("error")).toList();
    }

    @Test
    void takesNumbersForUnsignedAndNoIntervalOfMoreThanADay() {
        AnnounceReply.Answer answer =
                reply("0000000100000001ffffffff80000000ffffffff").answer(INET, 10);
        assertThat(answer.interval()).contains(Duration.ofDays(1));
        assertThat(answer.complete()).contains(Integer.MAX_VALUE);
        assertThat(answer.incomplete()).contains(Integer.MAX_VALUE);
    }

    @Test
    void leavesOutPeersAtNoPortTheOddRestAndWhatIsTooMuch() {
        String peers = "010203040000" + "010203040001".repeat(3) + "0102";
        assertThat(reply("0000000100000001000000000000000000000000" + peers)
                        .answer(INET, 3)
                        .peers())
                .hasSize(2);
    }

    @Test
    void readsAnyBytesOrRefusesThem() {
        Random random = new Random(41);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[8 + random.nextInt(120)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, 3, (byte) 0);
            bytes[3] = (byte) random.nextInt(4);
            UdpReply reply = new UdpReply(bytes);
            assertThat(reply.refusal().isPresent()).isEqualTo(bytes[3] == 3);
            assertReadsFrom(16, bytes, reply::connection);
            assertReadsFrom(20, bytes, () -> reply.answer(INET, 10));
            assertReadsFrom(20, bytes, () -> reply.answer(INET6, 10));
            assertThat(reply.numbers(List.of(ONE, TWO)).swarms()).hasSize(Math.min(2, (bytes.length - 8) / 12));
        }
    }

    private static void assertReadsFrom(int length, byte[] bytes, Runnable reading) {
        if (bytes.length >= length) {
            reading.run();
        } else {
            assertThatThrownBy(reading::run).isInstanceOf(SpateException.class);
        }
    }
}
