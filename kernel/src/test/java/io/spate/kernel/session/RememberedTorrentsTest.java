package io.spate.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHashes;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.resume.Transferred;
import io.spate.kernel.torrent.TorrentFixture;
import io.spate.kernel.torrent.TorrentMemory;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of torrents that come and go; the disk works when the test lets it. */
class RememberedTorrentsTest {
    private static final Transferred NOTHING = Transferred.NOTHING;

    @TempDir
    private Path directory;

    private final TorrentFixture fixture = new TorrentFixture();
    private final AddTorrent torrent = AddTorrent.of(fixture.torrent.metainfo(), Path.of("data"));
    private final InfoHashes hashes = fixture.torrent.metainfo().infoHashes();
    private final String id = hashes.best().toHex();
    private SavedState state;
    private RememberedTorrents remembered;

    @BeforeEach
    void open() {
        state = new SavedState(fixture, new Extensions(), fixture.alerts, "files", Optional.of(directory));
        work(state.start());
        remembered = new RememberedTorrents(fixture, state, fixture.alerts, true);
    }

    @AfterEach
    void close() {
        work(state.stop());
    }

    @Test
    void isDroppedWhenNothingIsWrittenOfItAnyMore() throws IOException {
        TorrentMemory memory = remembered.memoryOf(torrent);
        memory.keep(torrent, NOTHING);
        fixture.time.runReady();
        assertThat(files()).contains(id + ".saved", id + ".torrent");

        memory.keep(torrent, NOTHING);
        Future<Void> dropped = remembered.drop(hashes);
        assertThat(dropped.isComplete()).isFalse();
        work(dropped);

        assertThat(files()).doesNotContain(id + ".saved");
    }

    @Test
    void isWrittenAnewWhenItIsAddedAgainAfterAllWasForgotten() throws IOException {
        remembered.memoryOf(torrent).keep(torrent, NOTHING);
        fixture.time.runReady();
        work(remembered.drop(hashes));
        work(state.forget(hashes));
        assertThat(files()).noneMatch(file -> file.startsWith(id));

        remembered.memoryOf(torrent).keep(torrent, NOTHING);
        fixture.time.runReady();

        assertThat(files()).contains(id + ".saved", id + ".torrent");
    }

    @Test
    void whoDropsWaitsForWhatOvertakesIt() {
        TorrentMemory memory = remembered.memoryOf(torrent);
        memory.keep(torrent, NOTHING);
        Future<Void> dropped = remembered.drop(hashes);
        Future<Void> again = remembered.drop(hashes);
        assertThat(dropped.isComplete()).isFalse();
        fixture.time.runReady();

        assertThat(dropped.succeeded()).isTrue();
        assertThat(again.succeeded()).isTrue();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void work(Future<Void> future) {
        fixture.time.runReady();
        assertThat(future.succeeded()).isTrue();
    }
}
