package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import io.spate.api.encryption.LinkEncryption.Acceptance;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnounceQueryTest {
    @Test
    void escapesAsTheVectorsDo() throws IOException {
        List<JsonNode> vectors = Vectors.ofKind("query_escape");
        assertThat(vectors).hasSize(4);
        for (JsonNode vector : vectors) {
            byte[] bytes = HexFormat.of().parseHex(vector.path("bytes_hex").asText());
            assertThat(AnnounceQuery.escape(bytes))
                    .isEqualTo(vector.path("escaped").asText());
        }
    }

    @Test
    void keepsTheOrderThatPickyTrackersExpect() {
        AnnounceRequest request = Requests.of(
                AnnounceEvent.STARTED, Acceptance.ENCRYPTED, Optional.of("a\u00ff b"), Optional.of("2001:db8::1"));
        assertThat(AnnounceQuery.of(request))
                .isEqualTo("info_hash=%01%23Eg%89%AB%CD%EF%01%23Eg%89%AB%CD%EF%01%23Eg&peer_id=-SV0100-abcdefghijkl"
                        + "&port=6881&uploaded=1&downloaded=2&left=3&corrupt=4&redundant=5&key=000000AB&event=started"
                        + "&numwant=200&compact=1&no_peer_id=1&supportcrypto=1&requirecrypto=1&trackerid=a%FF%20b"
                        + "&ip=2001%3Adb8%3A%3A1");
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(AnnounceQuery.of(Requests.of(AnnounceEvent.REGULAR)))
                .doesNotContain("event", "crypto", "trackerid", "&ip=");
    }

    @Test
    void tellsTrackersThatEncryptionIsWelcomeOrNeeded() {
        AnnounceRequest welcome =
                Requests.of(AnnounceEvent.REGULAR, Acceptance.EITHER, Optional.empty(), Optional.empty());
        assertThat(AnnounceQuery.of(welcome)).contains("&supportcrypto=1").doesNotContain("requirecrypto");
    }

    @Test
    void cutsAnInfoHashOfVersion2() {
        InfoHash v2 = InfoHash.v2Of(new byte[] {1});
        AnnounceRequest plain = Requests.of(AnnounceEvent.REGULAR);
        AnnounceRequest request = new AnnounceRequest(
                v2,
                plain.peerId(),
                1,
                plain.traffic(),
                0,
                plain.event(),
                0,
                plain.encryption(),
                Optional.empty(),
                Optional.empty());
        assertThat(request.infoHash()).isEqualTo(v2.truncated());
    }
}
