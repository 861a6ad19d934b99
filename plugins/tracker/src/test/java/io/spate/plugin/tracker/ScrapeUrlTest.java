package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
            assertThat(ScrapeUrl.of(vector.path("announce").asText()))
                    .isEqualTo(scrape.isNull() ? Optional.empty() : Optional.of(scrape.asText()));
        }
    }
}
