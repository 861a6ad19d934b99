package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScrapeUrlTest {
    @Test
    void isFoundAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = Vectors.ofKind("scrape");
        assertThat(vectors).hasSize(9);
        for (JsonNode vector : vectors) {
            JsonNode scrape = vector.path("scrape");
            assertThat(ScrapeUrl.of(TrackerUrl.parse(vector.path("announce").asText()))
                            .map(TrackerUrl::key))
                    .isEqualTo(
                            scrape.isNull()
                                    ? Optional.empty()
                                    : Optional.of(
                                            TrackerUrl.parse(scrape.asText()).key()));
        }
    }

    @Test
    void asksForEachTorrentByName() {
        assertThat(ScrapeUrl.query(List.of(Requests.HASH, InfoHash.ofHex("61".repeat(20)))))
                .isEqualTo("info_hash=%01%23Eg%89%AB%CD%EF%01%23Eg%89%AB%CD%EF%01%23Eg&info_hash=" + "a".repeat(20));
    }
}
