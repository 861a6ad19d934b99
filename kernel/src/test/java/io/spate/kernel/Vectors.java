package io.spate.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The test vectors of this module, in {@code src/test/resources/vectors}. */
public final class Vectors {
    private Vectors() {}

    /** @param file such as {@code peer-wire.json} */
    public static List<JsonNode> cases(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(in).get("cases").forEach(cases::add);
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
