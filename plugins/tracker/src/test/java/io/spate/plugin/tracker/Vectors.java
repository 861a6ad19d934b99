package io.spate.plugin.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

/** The cases of {@code http-tracker.json} and {@code udp-tracker.json}. */
final class Vectors {
    private Vectors() {}

    static List<JsonNode> ofKind(String kind) throws IOException {
        return of("http-tracker", kind);
    }

    static List<JsonNode> udp(String kind) throws IOException {
        return of("udp-tracker", kind);
    }

    private static List<JsonNode> of(String file, String kind) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file + ".json")) {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(in).path("cases").spliterator(), false)
                    .filter(vector -> vector.path("kind").asText().equals(kind))
                    .toList();
        }
    }
}
