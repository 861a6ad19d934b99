package io.spate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The test vectors among the test resources: JSON files of described cases. */
public final class Vectors {
    private Vectors() {}

    /** The cases of a file such as {@code bencode.json}; never none. */
    public static List<JsonNode> cases(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such resource: /vectors/" + file);
            }
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(in).path("cases").forEach(cases::add);
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("no cases in /vectors/" + file);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One test for each case, by its name. */
    public static Stream<DynamicTest> tests(String file, Consumer<JsonNode> check) {
        return cases(file).stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> check.accept(vector)));
    }

    /** The bytes of a field of hexadecimal digits. */
    public static byte[] bytes(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.required(field).asText());
    }
}
