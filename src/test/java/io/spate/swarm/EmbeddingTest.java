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

        Process process = new ChildJvm()
                // Settings, as every program can be given them; this one's ports must be free ones.
                .with("-Dspate.listen.0=127.0.0.1:0", "-Dspate.state-directory=" + directory.resolve("state"))
                .run(
                        program + File.pathSeparator + ChildJvm.classPath(),
                        "org.example.embedding.Download",
                        file,
                        directory.resolve("downloads"),
                        seeder.address())
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).endsWith("downloaded file.bin" + System.lineSeparator());
        torrent.checkIn(directory.resolve("downloads"));
    }
}
