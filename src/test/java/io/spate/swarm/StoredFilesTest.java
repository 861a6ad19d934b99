package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.FileChanged;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are changed, or must not be, behind the engine's back. */
class StoredFilesTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.folder("folder", 64 * KIB, 10)
            .file("one.bin", 5 * 64 * KIB)
            .file("sub/two.bin", 4 * 64 * KIB)
            .file("sub/three.bin", 3 * 64 * KIB + 100)
            .torrent();

    private TestSession seeder;

    @BeforeEach
    void seed() throws Exception {
        seeder = sessions.start("seeder");
        seeder.seed(torrent);
    }

    @Test
    void fetchesAnewWhatARecheckFoundDamaged() throws Exception {
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.download(torrent, seeder.address());
        await(download.whenFinished());
        overwrite(leecher.data().resolve("folder/one.bin"), 2 * 64 * KIB + 17);

        await(download.recheck());
        leecher.alerts().await(TorrentChecked.class, checked -> checked.compared() == 13 && checked.pieces() == 12);
        leecher.alerts().await(PieceVerified.class, 14, any -> true);
        await(download.whenFinished());

        List<PieceVerified> verified = leecher.alerts().all(PieceVerified.class);
        assertThat(verified.get(13).piece()).isEqualTo(2);
        torrent.checkIn(leecher.data());
    }

    @Test
    void fetchesAnewAFileThatWasDeletedBetweenSessions() throws Exception {
        downloadAndStop();
        Files.delete(sessions.data("leecher").resolve("folder/sub/two.bin"));

        TestSession again = sessions.start("leecher");
        await(again.download(torrent, seeder.address()).whenFinished());

        assertThat(again.alerts().await(FileChanged.class).file()).isEqualTo("folder/sub/two.bin");
        assertThat(again.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .containsExactlyInAnyOrder(5, 6, 7, 8);
        torrent.checkIn(again.data());
    }

    @Test
    void comparesAFileThatWasWrittenToBetweenSessions() throws Exception {
        downloadAndStop();
        overwrite(sessions.data("leecher").resolve("folder/sub/three.bin"), 64 * KIB);

        TestSession again = sessions.start("leecher");
        await(again.download(torrent, seeder.address()).whenFinished());

        assertThat(again.alerts().await(TorrentChecked.class).compared()).isBetween(4, 5);
        assertThat(again.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .containsExactly(10);
        torrent.checkIn(again.data());
    }

    @Test
    void comparesNothingWhenNothingWasChanged() throws Exception {
        downloadAndStop();

        TestSession again = sessions.start("leecher");
        await(again.download(torrent).whenFinished());

        assertThat(again.alerts().await(TorrentChecked.class).compared()).isZero();
        assertThat(again.alerts().all(PieceVerified.class)).isEmpty();
    }

    @Test
    void servesFromAFolderWithoutTouchingIt() throws Exception {
        torrent.writeTo(sessions.data("archive"));
        Path folder = sessions.data("archive").resolve("folder");
        // Whoever runs this as root may write all the same; so the folder is compared, too.
        boolean isWritable = folder.toFile().setWritable(false) && Files.isWritable(folder);
        List<String> before = everythingIn(folder);
        TestSession archive = sessions.start("archive");
        await(archive.add(archive.adding(torrent)).whenFinished());

        TestSession leecher = sessions.start("leecher");
        await(leecher.download(torrent, archive.address()).whenFinished());
        archive.stop();

        torrent.checkIn(leecher.data());
        assertThat(everythingIn(folder)).as("writable: %s", isWritable).isEqualTo(before);
        folder.toFile().setWritable(true);
    }

    @Test
    void fetchesTheWantedFilesFirstAndTheOthersWhenTheyAreWanted() throws Exception {
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.add(
                leecher.adding(torrent).withPeers(List.of(seeder.address())).withFilePriorities(List.of(0, 4, 0)));
        await(download.whenFinished());
        assertThat(download.status().state()).isEqualTo(TorrentState.SEEDING);
        assertThat(leecher.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .containsExactlyInAnyOrder(5, 6, 7, 8);
        assertThat(leecher.data().resolve("folder/one.bin")).doesNotExist();

        await(download.prioritiseFiles(List.of(4, 4, 7)));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
    }

    private void downloadAndStop() throws Exception {
        TestSession leecher = sessions.start("leecher");
        await(leecher.download(torrent, seeder.address()).whenFinished());
        leecher.stop();
    }

    private static void overwrite(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        Files.write(file, content);
    }

    private static List<String> everythingIn(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted().toList()) {
                entries.add(path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path));
            }
        }
        return entries;
    }
}
