package io.spate.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The test vectors: our own in {@code src/test/resources/vectors}, other projects' in the folder that the system property
 * {@code spate.vectors} names, if it does.
 */
public final class Vectors {
    private Vectors() {}

    /** @param file such as {@code peer-wire.json} */
    public static List<JsonNode> cases(String file) {
        List<JsonNode> cases = new ArrayList<>();
        json(file).required("cases").forEach(cases::add);
        return cases;
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

    /** A whole file of this module's, such as {@code torrents/expected.json}. */
    public static JsonNode json(String file) {
        try {
            return new ObjectMapper().readTree(content(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file of this module's. */
    public static byte[] content(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such resource: /vectors/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of all vectors, other projects' torrents included; empty if {@code spate.vectors} names none. */
    public static Optional<Path> folder() {
        return Optional.of(System.getProperty("spate.vectors", ""))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .filter(Files::isDirectory);
    }
}
