package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk that fails stops its torrent, which tells why, and goes on when it is told to. */
class FailingStorageTest extends SwarmTest {
    private final BrokenStorage storage = new BrokenStorage();
    private final TestTorrent torrent = TestTorrent.of("file.bin", 4 * MIB, 64 * KIB, 11);
    private TestSession seeder;
    private TestSession leecher;

    @BeforeEach
    void start() throws Exception {
        seeder = sessions.start("seeder");
        seeder.seed(torrent);
        leecher = sessions.start("leecher", builder -> builder.extension(storage));
    }

    @Test
    void goesOnAfterAWriteThatFailed() throws Exception {
        storage.failAfterWrites(10);
        TorrentHandle download = download();
        assertThatThrownBy(() -> await(download.whenFinished())).hasMessageContaining("the disk is on fire");
        TorrentFailed failed = leecher.alerts().await(TorrentFailed.class);

        assertThat(failed.reason()).isEqualTo("the disk is on fire");
        assertThat(download.status().state()).isEqualTo(TorrentState.FAILED);
        assertThat(download.status().error()).contains("the disk is on fire");
        assertThat(leecher.alerts().all(TorrentFailed.class)).hasSize(1);
        assertThat(leecher.alerts().all(PieceVerified.class)).hasSizeLessThanOrEqualTo(10);

        storage.heal();
        await(download.resume());
        await(download.whenFinished());

        assertThat(storage.has(torrent)).isTrue();
        assertThat(download.status().error()).isEmpty();
        assertThat(leecher.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .as("no piece was verified twice")
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterItCouldNotBeOpened() throws Exception {
        storage.failToOpen(true);
        TorrentHandle download = download();
        assertThatThrownBy(() -> await(download.whenChecked())).hasMessageContaining("no such disk");
        assertThat(leecher.alerts().await(TorrentFailed.class).reason()).isEqualTo("no such disk");

        storage.failToOpen(false);
        await(download.resume());
        await(download.whenFinished());

        assertThat(storage.has(torrent)).isTrue();
    }

    @Test
    void stopsServingWhatItCannotRead() throws Exception {
        TorrentHandle seeding = download();
        await(seeding.whenFinished());
        storage.failToRead(true);
        TestSession other = sessions.start("other");
        TorrentHandle download = other.download(torrent, leecher.address());
        assertThat(leecher.alerts().await(TorrentFailed.class).reason()).isEqualTo("the disk cannot be read");

        storage.failToRead(false);
        await(seeding.resume());
        await(download.connect(leecher.address()));
        await(download.whenFinished());

        torrent.checkIn(other.data());
    }

    @Test
    void goesOnAfterAnErrorOfTheStorageItself() throws Exception {
        storage.unfinished(true);
        TorrentHandle download = download();
        assertThat(leecher.alerts().await(TorrentFailed.class).reason()).contains("this is not written yet");
        await(download.pause());

        storage.unfinished(false);
        await(download.resume());
        await(download.whenFinished());
        assertThat(storage.has(torrent)).isTrue();

        storage.unfinished(true);
        await(download.recheck());
        leecher.alerts().await(TorrentFailed.class, 2, any -> true);
        assertThatThrownBy(() -> await(download.whenChecked())).hasMessageContaining("this is not written yet");
        storage.unfinished(false);
        await(download.recheck());
        await(download.whenFinished());
        assertThat(leecher.session().payloadMemory().used()).isZero();
    }

    @Test
    void disturbsNoOtherTorrent() throws Exception {
        TestTorrent fine = TestTorrent.of("fine.bin", 2 * MIB, 64 * KIB, 12);
        seeder.seed(fine);
        storage.failAfterWrites(0);
        download();
        leecher.alerts().await(TorrentFailed.class);

        await(leecher.download(fine, seeder.address()).whenFinished());

        fine.checkIn(leecher.data());
    }

    private TorrentHandle download() throws Exception {
        return leecher.add(
                leecher.adding(torrent).withPeers(List.of(seeder.address())).withStorage(BrokenStorage.NAME));
    }
}
