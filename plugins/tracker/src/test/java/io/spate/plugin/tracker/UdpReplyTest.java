package io.spate.plugin.tracker;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import io.spate.testkit.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UdpReplyTest {
    private static final InfoHash ONE = InfoHash.ofHex("01".repeat(20));
    private static final InfoHash TWO = InfoHash.ofHex("02".repeat(20));
    private static final InfoHash THREE = InfoHash.ofHex("03".repeat(20));

    private static final List<String> KINDS =
            List.of("connect_response", "announce_response", "announce_response6", "scrape_response", "error_response");

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static UdpReply reply(String hex) {
        return new UdpReply(bytes(hex));
    }

    @Test
    void readsAConnectionIdAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = withoutError(Vectors.udp("connect_response"));
        assertThat(vectors).hasSize(1);
        for (JsonNode vector : vectors) {
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
        assertThat(Vectors.udp("scrape_response")).hasSize(1);
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
        assertThat(Vectors.udp("error_response")).hasSize(1);
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

    /** Some are told apart before they are read: they are no answers to what was asked. */
    @Test
    void takesNoneOfTheBadVectors() throws IOException {
        int bad = 0;
        for (UdpAction action : List.of(UdpAction.CONNECT, UdpAction.ANNOUNCE)) {
            for (JsonNode vector : Vectors.udp(action.name().toLowerCase(Locale.ROOT) + "_response")) {
                if (vector.has("error")) {
                    assertNotTaken(action, bytes(vector.path("packet_hex").asText()));
                    bad++;
                }
            }
        }
        assertThat(bad).isEqualTo(4);
    }

    private static void assertNotTaken(UdpAction action, byte[] packet) {
        UdpTransactions transactions = new UdpTransactions(() -> 0, new VirtualTime().loop());
        InetSocketAddress tracker = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        transactions.open(new UdpPath(tracker, tracker), action, any -> {});
        if (transactions.recognises(tracker, Unpooled.wrappedBuffer(packet))) {
            UdpReply reply = new UdpReply(packet);
            assertThatThrownBy(() -> {
                        if (action == UdpAction.CONNECT) {
                            reply.connection();
                        } else {
                            reply.answer(INET, 10);
                        }
                    })
                    .isInstanceOf(SpateException.class);
        }
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
    void readsAnyBytesOrRefusesThem() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        for (String kind : KINDS) {
            withoutError(Vectors.udp(kind))
                    .forEach(vector ->
                            packets.add(bytes(vector.path("packet_hex").asText())));
        }
        new Fuzz(41, packets).feed(64 * 1024, bytes -> {
            if (bytes.length < 8) {
                return; // never gets here, see UdpTransactions
            }
            UdpReply reply = new UdpReply(bytes);
            assertThat(reply.refusal().isPresent())
                    .isEqualTo(ByteBuffer.wrap(bytes).getInt() == 3);
            assertReadsFrom(16, bytes, reply::connection);
            assertReadsFrom(20, bytes, () -> reply.answer(INET, 10));
            assertReadsFrom(20, bytes, () -> reply.answer(INET6, 10));
            assertThat(reply.numbers(List.of(ONE, TWO)).swarms()).hasSize(Math.min(2, (bytes.length - 8) / 12));
        });
    }

    private static void assertReadsFrom(int length, byte[] bytes, Runnable reading) {
        if (bytes.length >= length) {
            reading.run();
        } else {
            assertThatThrownBy(reading::run).isInstanceOf(SpateException.class);
        }
    }
}
