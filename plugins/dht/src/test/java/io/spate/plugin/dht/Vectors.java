package io.spate.plugin.dht;

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

/** The test vectors among the test resources. */
public final class Vectors {
    private Vectors() {}

    /** The cases of a file such as {@code krpc.json}; never none. */
    public static List<JsonNode> cases(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(in).path("cases").forEach(cases::add);
            if (cases.isEmpty()) {
                throw new IllegalArgumentException("no cases in " + file);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One test for each case, by the value of a field. */
    public static Stream<DynamicTest> tests(String file, String nameField, Consumer<JsonNode> check) {
        return cases(file).stream()
                .map(vector -> DynamicTest.dynamicTest(vector.path(nameField).asText(), () -> check.accept(vector)));
    }

    /** The bytes of a field of hexadecimal digits. */
    public static byte[] bytes(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.required(field).asText());
    }
}
