package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static io.spate.swarm.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.alert.TorrentRemoved;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.kernel.SessionBuilder;
import io.spate.kernel.Spate;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A session that has its torrents again after a restart. */
class RememberTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.folder("folder", 64 * KIB, 13)
            .file("one.bin", 3 * 64 * KIB)
            .file("two.bin", 2 * 64 * KIB)
            .torrent();

    private final TestTorrent other = TestTorrent.of("other.bin", MIB, 64 * KIB, 14);

    @Test
    void hasEachTorrentAgainAsItStood() throws Exception {
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        seeder.seed(other);
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        TorrentHandle one = before.add(
                before.adding(torrent).withPeers(List.of(seeder.address())).withFilePriorities(List.of(0, 4)));
        TorrentHandle two = before.download(other, seeder.address());
        await(one.whenFinished());
        await(two.whenFinished());
        await(two.pause());
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);

        assertThat(after.session().torrents()).extracting(TorrentHandle::name).containsExactly("folder", "other.bin");
        TorrentHandle first = after.session().torrents().get(0);
        TorrentHandle second = after.session().torrents().get(1);
        await(first.whenFinished());
        assertThat(first.status().state()).isEqualTo(TorrentState.SEEDING);
        assertThat(first.status().wanted()).isEqualTo(2 * 64 * KIB);
        assertThat(first.status().downloaded()).isEqualTo(2 * 64 * KIB);
        await(second.pieces()); // on its loop, behind its first step
        until("the torrent is paused again", () -> second.status().state() == TorrentState.PAUSED);
        assertThat(second.status().downloaded()).isEqualTo(MIB);
        await(second.resume());
        await(second.whenFinished());
        assertThat(after.alerts().all(TorrentChecked.class))
                .extracting(TorrentChecked::compared)
                .containsExactly(0, 0);
        assertThat(after.alerts().all(PieceVerified.class)).isEmpty();
        other.checkIn(after.data());
    }

    @Test
    void hasATorrentAgainThatWasForgottenAndAddedAnew() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        for (int i = 0; i < 5; i++) {
            TorrentHandle added = before.add(before.adding(other).thenPaused());
            await(before.session().remove(added, true));
            assertThat(before.session().torrents()).isEmpty();
        }
        before.add(before.adding(other).thenPaused());
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);
        assertThat(after.session().torrents()).extracting(TorrentHandle::name).containsExactly("other.bin");
        assertThat(after.alerts().all(TorrentFailed.class)).isEmpty();
    }

    @Test
    void takesNothingOfATorrentThatWasAddedAnewWhenTheOneBeforeIsRemovedOnceMore() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        TorrentHandle gone = before.seed(other);
        await(before.session().remove(gone, true));
        before.serve(other.metainfo());

        await(before.session().remove(gone, true));
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);
        assertThat(after.session().torrents()).extracting(TorrentHandle::name).containsExactly("other.bin");
        await(after.session().torrents().get(0).whenChecked());
        assertThat(after.alerts().await(TorrentChecked.class).compared()).isZero();
    }

    @Test
    void letsATorrentGoOnceHoweverManyRemoveItAtOnce() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        other.writeTo(before.data());
        for (int i = 0; i < 5; i++) {
            TorrentHandle going = before.serve(other.metainfo());
            Future<Void> one = before.session().remove(going, false);
            List<Future<Void>> more = Stream.generate(() -> before.session().remove(going, true))
                    .limit(5)
                    .toList();

            await(one);
            before.serve(other.metainfo());
            await(Future.all(more));
            assertThat(before.session().torrents()).hasSize(1);
            await(before.session().remove(before.session().torrents().get(0), false));
        }
        assertThat(before.alerts().all(TorrentRemoved.class)).hasSize(10);
        assertThat(before.alerts().all(TorrentChecked.class))
                .extracting(TorrentChecked::compared)
                .as("all was forgotten whenever somebody asked for that, and nothing afterwards")
                .containsExactly(16, 16, 0, 16, 0, 16, 0, 16, 0, 16);
    }

    @Test
    void goesOnWithWhatWasChangedAfterTheTorrentWasAdded() throws Exception {
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        TorrentHandle download = before.add(before.adding(torrent).thenPaused());
        await(download.prioritiseFiles(List.of(7, 0)));
        await(download.connect(seeder.address()));
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);
        TorrentHandle again = after.session().torrents().get(0);
        until("the torrent is paused again", () -> again.status().state() == TorrentState.PAUSED);
        await(again.resume());
        await(again.whenFinished());

        assertThat(after.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void hasNoTorrentThatWasRemoved() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        TorrentHandle gone = before.seed(torrent);
        before.seed(other);
        await(before.session().remove(gone, false));
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);

        assertThat(after.session().torrents()).extracting(TorrentHandle::name).containsExactly("other.bin");
    }

    @Test
    void startsWithoutTheOneTorrentThatIsDamaged() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        before.seed(torrent);
        before.seed(other);
        before.stop();
        Path saved = directory
                .resolve("session-state")
                .resolve(torrent.metainfo().infoHashes().best().toHex() + ".saved");
        Files.write(saved, new byte[] {'d', 'x'});

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);

        assertThat(after.session().torrents()).extracting(TorrentHandle::name).containsExactly("other.bin");
        assertThat(after.alerts().await(TorrentFailed.class).reason()).startsWith("cannot be restored: ");
        assertThat(saved).exists();
    }

    @Test
    void hasAllOfManyTorrentsInTheirOrder() throws Exception {
        TestSession before = sessions.start("session", SessionBuilder::rememberTorrents);
        for (int i = 0; i < 100; i++) {
            TestTorrent each = TestTorrent.of("file-" + i, 20_000, 16 * KIB, i);
            before.session().add(AddTorrent.of(each.metainfo(), before.data()).thenPaused());
        }
        before.stop();

        TestSession after = sessions.start("session", SessionBuilder::rememberTorrents);

        assertThat(after.session().torrents())
                .extracting(TorrentHandle::name)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "file-" + i).toList());
    }

    @Test
    void remembersNothingUnlessItIsTold() throws Exception {
        TestSession before = sessions.start("session");
        before.seed(torrent);
        before.stop();

        assertThat(sessions.start("session", SessionBuilder::rememberTorrents)
                        .session()
                        .torrents())
                .isEmpty();
    }

    @Test
    void doesNotStartWithoutAPlaceToRememberIn() {
        assertThatThrownBy(() -> await(
                        Spate.session().listen(List.of()).rememberTorrents().start()))
                .hasMessageContaining("torrents are to be remembered, but there is no state directory");
    }
}
