package io.spate.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
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

    @Test
    void refusesToVerifyATorrentWithoutVersion1Hashes() throws Exception {
        Metainfo torrent = Spate.readTorrent(Path.of(SpateTest.class
                .getResource("/vectors/torrents/created/v2-multi.torrent")
                .toURI()));
        assertThatThrownBy(() -> Spate.verify(torrent, directory, HashProgress.NONE))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessage("v2dir is a version 2 torrent without a version 1 part (expected: one that has one)");
    }
}
