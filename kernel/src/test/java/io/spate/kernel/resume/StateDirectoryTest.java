package io.spate.kernel.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    private static final InfoHash TORRENT = InfoHash.v1Of(new byte[] {1});
    private static final InfoHash OTHER = InfoHash.v2Of(new byte[] {2});

    @TempDir
    Path folder;

    private StateDirectory state;

    @BeforeEach
    void open() {
        state = StateDirectory.open(folder.resolve("a/state"), BootId.UNKNOWN);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    @Test
    void belongsToOneSessionAtATime() throws IOException {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_FAILED))
                .hasMessage("state directory " + state.path() + ": another session is using it");
        state.close();
        open();
    }

    @Test
    void tellsWhenItCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StateDirectory.open(file.resolve("state"), BootId.UNKNOWN))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_FAILED))
                .hasMessageStartingWith("state directory " + file.resolve("state") + ": cannot be used: ");
    }

    @Test
    void keepsTorrentFilesByteForByte() throws IOException {
        byte[] metainfo = {'d', 'e', 'x', 0, -1};
        assertThat(state.loadTorrent(TORRENT)).isEmpty();
        state.saveTorrent(TORRENT, new byte[] {1});
        state.saveTorrent(TORRENT, metainfo);
        assertThat(state.loadTorrent(TORRENT)).hasValue(metainfo);
        assertThat(state.path().resolve(TORRENT.toHex() + ".torrent")).hasBinaryContent(metainfo);
    }

    @Test
    void listsTheTorrentsThatItKeeps() throws IOException {
        state.saveTorrent(TORRENT, new byte[1]);
        state.saveTorrent(OTHER, new byte[1]);
        Files.createFile(state.path().resolve("mine.torrent"));
        Files.createFile(state.path().resolve(TORRENT.toHex() + ".torrent.new"));
        assertThat(state.torrents()).containsExactlyInAnyOrder(TORRENT, OTHER);
    }

    @Test
    void keepsAJournalForEachTorrent() throws IOException {
        JournalFixture fixture = new JournalFixture(folder);
        Resumed resumed = state.resume(fixture.torrent.metainfo(), fixture.stamps);
        resumed.journal().verified(3);
        resumed.journal().close(fixture.stamps);
        assertThat(state.resume(fixture.torrent.metainfo(), fixture.stamps)
                        .state()
                        .have()
                        .has(3))
                .isTrue();
    }

    @Test
    void forgetsATorrentWithAllThatPluginsKeepForIt() throws IOException {
        JournalFixture fixture = new JournalFixture(folder);
        InfoHash torrent = fixture.torrent.metainfo().infoHashes().best();
        state.resume(fixture.torrent.metainfo(), fixture.stamps);
        state.saveTorrent(torrent, new byte[1]);
        state.blobs().save("dht", torrent, "k", new byte[1]);
        state.blobs().save("pex", torrent, "k", new byte[1]);
        state.blobs().save("pex", OTHER, "k", new byte[1]);
        state.blobs().save("pex", "k", new byte[1]);
        state.remove(torrent);
        state.remove(torrent);
        assertThat(state.torrents()).isEmpty();
        assertThat(state.path().resolve(torrent.toHex() + ".journal")).doesNotExist();
        assertThat(state.blobs().load("dht", torrent, "k")).isEmpty();
        assertThat(state.blobs().load("pex", torrent, "k")).isEmpty();
        assertThat(state.blobs().load("pex", OTHER, "k")).isPresent();
        assertThat(state.blobs().load("pex", "k")).isPresent();
    }
}
