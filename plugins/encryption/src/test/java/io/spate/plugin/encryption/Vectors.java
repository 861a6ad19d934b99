package io.spate.plugin.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** Cases that are known byte for byte. */
final class Vectors {
    private Vectors() {}

    static List<JsonNode> of(String file) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(in).path("cases").spliterator(), false)
                    .toList();
        }
    }

    static byte[] bytes(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.required(field).asText());
    }
}
