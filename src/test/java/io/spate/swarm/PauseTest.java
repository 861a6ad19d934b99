package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentStateChanged;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Torrents that are stopped and go on. */
class PauseTest extends SwarmTest {
    @Test
    void fetchesNothingAgainThatWasVerifiedBeforeThePause() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 4 * MIB, 64 * KIB, 5);
        Semaphore allowed = new Semaphore(200);
        FakeSeeder seeder = fakeSeeder(HERE, torrent, metered(allowed));
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.download(torrent, seeder.address());
        leecher.alerts().await(PieceVerified.class, 20, any -> true);

        await(download.pause());
        assertThat(download.status().state()).isEqualTo(TorrentState.PAUSED);
        assertThat(download.status().peers()).isZero();
        assertThat(download.peers()).isEmpty();
        Set<Integer> before = new HashSet<>();
        leecher.alerts().all(PieceVerified.class).forEach(verified -> before.add(verified.piece()));
        allowed.release(1_000_000);
        await(download.resume());
        await(download.connect(seeder.address()));
        await(download.whenFinished());

        assertThat(seeder.requests().stream()
                        .filter(request -> request.connection() > 1)
                        .map(FakeSeeder.Request::piece))
                .isNotEmpty()
                .noneMatch(before::contains);
        torrent.checkIn(leecher.data());
    }

    @Test
    void fetchesNoBlockAgainOfAPieceThatWasHalfDone() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 16 * MIB, 16 * MIB, 6);
        Semaphore allowed = new Semaphore(300);
        FakeSeeder seeder = fakeSeeder(HERE, torrent, metered(allowed));
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.download(torrent, seeder.address());
        seeder.awaitRequests(301);
        Await.until("most of what was answered is here", () -> download.status().downloaded() > 250 * 16 * KIB);
        leecher.stop();
        long received = download.status().downloaded() / (16 * KIB);
        allowed.release(1_000_000);

        TestSession again = sessions.start("leecher");
        await(again.download(torrent, seeder.address()).whenFinished());

        assertThat(received).isGreaterThan(250);
        assertThat(seeder.requests().stream().filter(request -> request.connection() > 1))
                .hasSize((int) (16 * MIB / (16 * KIB) - received));
        torrent.checkIn(again.data());
    }

    @Test
    void waitsWhenItWasAddedToWait() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", MIB, 64 * KIB, 7);
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.add(
                leecher.adding(torrent).withPeers(List.of(seeder.address())).thenPaused());
        leecher.alerts().await(TorrentStateChanged.class);
        assertThat(download.status().state()).isEqualTo(TorrentState.PAUSED);

        await(download.resume());
        await(download.whenFinished());

        assertThat(leecher.alerts().all(TorrentStateChanged.class))
                .extracting(TorrentStateChanged::to)
                .containsExactly(
                        TorrentState.PAUSED, TorrentState.STARTING, TorrentState.DOWNLOADING, TorrentState.SEEDING);
        torrent.checkIn(leecher.data());
    }

    @Test
    void endsWellAfterAnyOrderOfPausesAndStarts() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        TestSession seeder = sessions.start("seeder");
        TestSession leecher = sessions.start("leecher");
        for (int i = 0; i < 20; i++) {
            TestTorrent torrent = TestTorrent.of("file-" + i, 2 * MIB, 64 * KIB, i);
            seeder.seed(torrent);
            TorrentHandle download = leecher.download(torrent, seeder.address());
            List<Future<Void>> calls = new ArrayList<>();
            for (int call = 0; call < 10; call++) {
                switch (random.nextInt(4)) {
                    case 0 -> calls.add(download.pause());
                    case 1 -> calls.add(download.resume());
                    case 2 -> calls.add(download.recheck());
                    default -> await(download.pieces());
                }
            }
            for (Future<Void> call : calls) {
                await(call);
            }
            await(download.resume());
            await(download.connect(seeder.address()));
            await(download.whenFinished());
            torrent.checkIn(leecher.data());
        }
    }

    @Test
    void stopsWhileItsTorrentsAreBeingOpened() throws Exception {
        for (int i = 0; i < 10; i++) {
            TestSession session = sessions.start("session");
            for (int number = 0; number < 20; number++) {
                TestTorrent torrent = TestTorrent.of("file-" + number, 100_000, 16 * KIB, number);
                session.session()
                        .add(AddTorrent.of(torrent.writeTo(session.data()).metainfo(), session.data()));
            }
            session.stop();
        }
    }

    /** Answers so many requests, and then waits until more are allowed. */
    private static FakeSeeder.Answer metered(Semaphore allowed) {
        return (peer, request, right) -> {
            allowed.acquireUninterruptibly();
            FakeSeeder.Answer.HONEST.to(peer, request, right);
        };
    }
}
