package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program of {@code examples/embedding}, in a process of its own. */
class EmbeddingTest extends SwarmTest {
    @Test
    void downloadsAndExits() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 2 * MIB + 3, 64 * KIB, 22);
        Path file = Files.write(directory.resolve("file.torrent"), torrent.bytes());
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        Path program = Path.of(System.getProperty("spate.checkout"), "examples", "embedding", "target", "classes");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Settings, as every program can be given them; this one's ports must be free ones.
                        "-Dspate.listen.0=127.0.0.1:0",
                        "-Dspate.state-directory=" + directory.resolve("state"),
                        "-cp",
                        program + File.pathSeparator + System.getProperty("java.class.path"),
                        "org.example.embedding.Download",
                        file.toString(),
                        directory.resolve("downloads").toString(),
                        seeder.address().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).endsWith("downloaded file.bin" + System.lineSeparator());
        torrent.checkIn(directory.resolve("downloads"));
    }
}
