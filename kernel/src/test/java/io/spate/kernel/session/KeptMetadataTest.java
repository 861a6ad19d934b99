package io.spate.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.torrent.TorrentFixture;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was fetched for a magnet link, from one run to the next. */
class KeptMetadataTest {
    @TempDir
    private Path directory;

    private final TorrentFixture fixture = new TorrentFixture();
    private final Metainfo hybrid = read("hybrid-multi");
    private SavedState state;

    @BeforeEach
    void open() {
        state = new SavedState(fixture, new Extensions(), fixture.alerts, "files", Optional.of(directory));
        done(state.start());
    }

    @AfterEach
    void close() {
        done(state.stop());
    }

    @Test
    void findsMetadataByTheHashThatItWasAddedBy() {
        MagnetLink byV2 = MagnetLink.of(InfoHashes.v2(hybrid.infoHashes().v2().orElseThrow()));
        assertThat(done(state.kept(byV2))).isEmpty();

        done(state.keep(byV2, hybrid));

        assertThat(done(state.kept(byV2))).contains(hybrid);
        assertThat(done(state.kept(MagnetLink.of(hybrid.infoHashes())))).contains(hybrid);
    }

    @Test
    void takesTrackersFromTheLinkOfNow() {
        done(state.keep(MagnetLink.of(hybrid.infoHashes()), hybrid));
        MagnetLink link = new MagnetLink(
                hybrid.infoHashes(),
                Optional.empty(),
                List.of("http://t.example/announce"),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        assertThat(done(state.kept(link)).orElseThrow().trackers())
                .containsExactly(List.of("http://t.example/announce"));
    }

    @Test
    void forgetsMetadataByWhateverHashItIsKept() {
        MagnetLink byV2 = MagnetLink.of(InfoHashes.v2(hybrid.infoHashes().v2().orElseThrow()));
        done(state.keep(byV2, hybrid));

        done(state.forget(hybrid.infoHashes()));

        assertThat(done(state.kept(byV2))).isEmpty();
    }

    @Test
    void passesOverADamagedFileAndOneOfAnotherTorrent() throws IOException {
        MagnetLink link = MagnetLink.of(hybrid.infoHashes());
        Path file = directory.resolve(hybrid.infoHashes().best().toHex() + ".torrent");
        Files.writeString(file, "d4:infoi1ee");
        assertThat(done(state.kept(link))).isEmpty();

        InfoHash other = read("v1-multi").infoHashes().best();
        done(state.keep(MagnetLink.of(InfoHashes.v1(other)), read("v1-multi")));
        Files.copy(directory.resolve(other.toHex() + ".torrent"), file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(done(state.kept(link))).isEmpty();
    }

    @Test
    void keepsNothingWithoutAFolder() {
        SavedState nowhere = new SavedState(fixture, new Extensions(), fixture.alerts, "files", Optional.empty());
        done(nowhere.start());
        done(nowhere.keep(MagnetLink.of(hybrid.infoHashes()), hybrid));

        assertThat(done(nowhere.kept(MagnetLink.of(hybrid.infoHashes())))).isEmpty();
    }

    private <T> T done(Future<T> future) {
        fixture.time.runReady();
        assertThat(future.isComplete()).isTrue();
        return future.result();
    }

    private static Metainfo read(String name) {
        try (InputStream in =
                KeptMetadataTest.class.getResourceAsStream("/vectors/torrents/created/" + name + ".torrent")) {
            return MetainfoReader.forThisSystem().read(in.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
