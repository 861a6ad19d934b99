package io.spate.kernel.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.metainfo.MetainfoWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
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
    void saysThatThereIsAFileInItsPlace() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StateDirectory.open(file, BootId.UNKNOWN))
                .isInstanceOf(SpateException.class)
                .hasMessage(
                        "state directory " + file + ": cannot be used: " + file + " is a file (expected: a folder)");
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
    void listsTheTorrentsThatAreSaved() throws IOException {
        SavedTorrent saved = saved(TORRENT);
        state.save(saved);
        state.save(saved(OTHER));
        Files.createFile(state.path().resolve("mine.saved"));
        Files.createFile(state.path().resolve(TORRENT.toHex() + ".saved.new"));
        assertThat(state.saved()).containsExactlyInAnyOrder(TORRENT, OTHER);
        assertThat(state.load(TORRENT)).isEqualTo(saved);
        state.drop(OTHER);
        state.drop(OTHER);
        assertThat(state.saved()).containsExactly(TORRENT);
    }

    @Test
    void tellsWhenTheTorrentFileOfASavedTorrentIsGone() throws IOException {
        Metainfo metainfo = MetainfoReader.forThisSystem()
                .read(("d4:infod6:lengthi5e4:name1:a12:piece lengthi16384e6:pieces20:" + "h".repeat(20) + "ee")
                        .getBytes(StandardCharsets.US_ASCII));
        SavedTorrent saved = new SavedTorrent(AddTorrent.of(metainfo, folder), 0, Transferred.NOTHING);
        state.saveTorrent(saved.hash(), MetainfoWriter.write(metainfo));
        state.save(saved);
        assertThat(state.load(saved.hash()).hash()).isEqualTo(saved.hash());
        Files.delete(state.path().resolve(saved.hash().toHex() + ".torrent"));
        assertThatThrownBy(() -> state.load(saved.hash())).isInstanceOf(NoSuchFileException.class);
    }

    private SavedTorrent saved(InfoHash hash) {
        InfoHashes hashes =
                hash.equals(OTHER) ? new InfoHashes(Optional.empty(), Optional.of(hash)) : InfoHashes.v1(hash);
        return new SavedTorrent(AddTorrent.of(MagnetLink.of(hashes), folder), 3, new Transferred(5, 7));
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
        state.save(new SavedTorrent(AddTorrent.of(fixture.torrent.metainfo(), folder), 0, Transferred.NOTHING));
        state.blobs().save("dht", torrent, "k", new byte[1]);
        state.blobs().save("pex", torrent, "k", new byte[1]);
        state.blobs().save("pex", OTHER, "k", new byte[1]);
        state.blobs().save("pex", "k", new byte[1]);
        state.remove(torrent);
        state.remove(torrent);
        assertThat(state.saved()).isEmpty();
        assertThat(state.loadTorrent(torrent)).isEmpty();
        assertThat(state.path().resolve(torrent.toHex() + ".journal")).doesNotExist();
        assertThat(state.blobs().load("dht", torrent, "k")).isEmpty();
        assertThat(state.blobs().load("pex", torrent, "k")).isEmpty();
        assertThat(state.blobs().load("pex", OTHER, "k")).isPresent();
        assertThat(state.blobs().load("pex", "k")).isPresent();
    }
}
