package io.spate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Each module reads its own copies of the vectors, so that it is tested alone; here they meet what they were copied from. */
class CopiedVectorsTest {
    private static final Path COPIES = Path.of("src", "test", "resources", "vectors");
    private static final int DEEPEST = 7; // plugins, the plugin's name, four of COPIES, the file

    @Test
    @EnabledIfSystemProperty(
            named = "spate.vectors",
            matches = ".+",
            disabledReason = "-Dspate.vectors names no folder")
    void everyCopyIsLikeItsOriginal() throws IOException {
        Path originals = Path.of(System.getProperty("spate.vectors"));
        List<Path> copies = copies();

        assertThat(copies).hasSizeGreaterThan(20).allSatisfy(copy -> assertThat(copy)
                .hasSameBinaryContentAs(originals.resolve(copy.getFileName())));
    }

    private static List<Path> copies() throws IOException {
        Path checkout = Path.of(System.getProperty("spate.checkout"));
        try (Stream<Path> files = Files.find(
                checkout,
                DEEPEST,
                (path, attributes) ->
                        path.getParent().endsWith(COPIES) && path.toString().endsWith(".json"))) {
            return files.toList();
        }
    }
}
