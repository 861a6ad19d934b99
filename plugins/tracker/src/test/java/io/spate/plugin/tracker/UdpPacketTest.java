package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.encryption.LinkEncryption.Acceptance;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UdpPacketTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void connectsAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = Vectors.udp("connect_request");
        assertThat(vectors).hasSize(2);
        for (JsonNode vector : vectors) {
            int transaction = (int) vector.at("/fields/transaction_id").asLong();
            assertThat(HEX.formatHex(UdpPacket.connect(transaction))).isEqualTo(packet(vector));
        }
    }

    @Test
    void announcesAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = Vectors.udp("announce_request");
        assertThat(vectors).hasSize(7);
        for (JsonNode vector : vectors) {
            JsonNode fields = vector.path("fields");
            byte[] packet = UdpPacket.announce(
                    fields.path("connection_id").asLong(),
                    (int) fields.path("transaction_id").asLong(),
                    request(fields),
                    fields.path("url_data").asText(""),
                    InetAddress.getByName("192.0.2.1"));
            assertThat(HEX.formatHex(packet)).as(vector.path("name").asText()).isEqualTo(packet(vector));
        }
    }

    private static AnnounceRequest request(JsonNode fields) {
        Traffic traffic = new Traffic(
                fields.path("uploaded").asLong(),
                fields.path("downloaded").asLong(),
                fields.path("left").asLong(),
                8,
                9);
        AnnounceEvent event = List.of(AnnounceEvent.values()).stream()
                .filter(each -> each.number() == fields.path("event").asInt())
                .findFirst()
                .orElseThrow();
        return new AnnounceRequest(
                InfoHash.ofHex(fields.path("info_hash_hex").asText()),
                PeerId.of(HEX.parseHex(fields.path("peer_id_hex").asText())),
                fields.path("port").asInt(),
                traffic,
                fields.path("key").asInt(),
                event,
                fields.path("num_want").asInt(),
                Acceptance.PLAIN,
                Optional.of("an id that UDP has no place for"),
                Optional.of(fields.path("ip").asText()).filter(ip -> !ip.equals("0.0.0.0")));
    }

    @Test
    void scrapesAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = Vectors.udp("scrape_request");
        assertThat(vectors).hasSize(2);
        for (JsonNode vector : vectors) {
            JsonNode fields = vector.path("fields");
            List<InfoHash> hashes = new ArrayList<>();
            fields.path("info_hashes_hex").forEach(hash -> hashes.add(InfoHash.ofHex(hash.asText())));
            byte[] packet = UdpPacket.scrape(
                    fields.path("connection_id").asLong(),
                    fields.path("transaction_id").asInt(),
                    hashes);
            assertThat(HEX.formatHex(packet)).isEqualTo(packet(vector));
        }
    }

    private static String packet(JsonNode vector) {
        return vector.path("packet_hex").asText();
    }

    /** The field has four bytes, so an address of version 6 has no place in it. */
    @Test
    void namesAnAddressOnlyInItsOwnFamily() throws IOException {
        InetAddress six = InetAddress.getByName("2001:db8::1");
        InetAddress four = InetAddress.getByName("192.0.2.1");
        assertThat(ipOf("203.0.113.9", four)).isEqualTo("cb007109");
        assertThat(ipOf("203.0.113.9", six)).isEqualTo("00000000");
        assertThat(ipOf("2001:db8::9", four)).isEqualTo("00000000");
    }

    private static String ipOf(String ip, InetAddress over) {
        AnnounceRequest request =
                Requests.of(AnnounceEvent.REGULAR, Acceptance.PLAIN, Optional.empty(), Optional.of(ip));
        return HEX.formatHex(UdpPacket.announce(1, 2, request, "", over)).substring(2 * 84, 2 * 88);
    }
}
