package io.spate.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpateTest {
    @TempDir
    private Path directory;

    @Test
    void readsNoMoreOfAFileThanATorrentMayHave() throws IOException {
        Path film = Files.write(directory.resolve("film"), new byte[10_000_001]);
        assertThatThrownBy(() -> Spate.readTorrent(film))
                .hasMessage(film + ": more than 10000000 bytes (expected: a torrent file)");
    }

    @Test
    void readsNoDeviceWithoutAnEnd() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "needs /dev/zero");
        assertThatThrownBy(() -> Spate.readTorrent(device))
                .hasMessage("/dev/zero: more than 10000000 bytes (expected: a torrent file)");
    }
}
