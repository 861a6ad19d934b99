package io.spate.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final Checkout CHECKOUT = Checkout.current();

    @Test
    void noTrackedFileNamesAMachineOrARegistryOrIsUnfinished() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (Path file : tracked()) {
            List<String> lines = text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                int number = i + 1;
                SourceFault.in(lines.get(i))
                        .ifPresent(fault ->
                                faults.add(fault + ": " + CHECKOUT.root().relativize(file) + ":" + number));
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void noTestSleeps() throws IOException, InterruptedException {
        Path planted = CHECKOUT.root().resolve("src/test/java/io/spate/architecture/planted");
        Path benchmarks = CHECKOUT.root().resolve("benchmarks"); // they measure what goes on meanwhile

        assertThat(tracked())
                .filteredOn(file ->
                        file.toString().endsWith(".java") && !file.startsWith(planted) && !file.startsWith(benchmarks))
                .filteredOn(file -> text(file).contains("Thread" + ".sleep("))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ho" + "me/alice/torrents",
                "File f = new File(\"/ro" + "ot/.m2\");",
                "see /wo" + "rk/shared",
                "C:\\\\Us" + "ers\\\\alice",
                "https://repo.mav" + "en.apache.org/maven2",
                "https://oss.sona" + "type.org/content",
                "deb http://deb.deb" + "ian.org/debian bookworm main",
                "// TO" + "DO: later",
                "FIX" + "ME"
            })
    void aFaultIsSeen(String line) {
        assertThat(SourceFault.in(line)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xmlns=\"http://maven.apache.org/POM/4.0.0\"",
                "/usr/lib/jvm/*17*",
                "src/test/java, plugins/*/target/classes and ${home}/work/x",
                "../work/torrents",
                "https://www.bittorrent.org/beps/bep_0003.html",
                "a mastodon"
            })
    void whatIsHarmlessPasses(String line) {
        assertThat(SourceFault.in(line)).isEmpty();
    }

    /** A folder unpacked from an archive tracks nothing. */
    private static List<Path> tracked() throws IOException, InterruptedException {
        assumeTrue(Files.exists(CHECKOUT.root().resolve(".git")), "not a clone: Git knows no tracked files here");
        List<Path> tracked = CHECKOUT.trackedFiles();
        assertThat(tracked).contains(CHECKOUT.root().resolve("pom.xml"));
        return tracked;
    }

    /** Read as bytes, so that what is no text does not fail to be read. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
