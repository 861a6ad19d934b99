package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static io.spate.swarm.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads that add, remove, stop and start the same torrents at once. */
class HandleStormTest extends SwarmTest {
    private static final int TORRENTS = 3;
    private static final int THREADS = 4;
    private static final int CALLS = 60;

    private final List<TestTorrent> torrents = new ArrayList<>();
    private TestSession seeder;
    private TestSession leecher;

    @BeforeEach
    void start() throws Exception {
        seeder = sessions.start("seeder");
        for (int number = 0; number < TORRENTS; number++) {
            torrents.add(TestTorrent.of("file-" + number, 2 * MIB, 32 * KIB, 70 + number));
            seeder.seed(torrents.get(number));
        }
        leecher = sessions.start("leecher", SessionBuilder::rememberTorrents);
    }

    @Test
    void endsWellWhateverManyThreadsDoAtOnce() throws Exception {
        ConcurrentLinkedQueue<Future<?>> calls = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            SplittableRandom random = new SplittableRandom(80 + number);
            Thread thread = new Thread(() -> call(random, calls), "storm-" + number);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Future<?> call : calls) {
            awaitEnd(call);
        }
        for (TestTorrent torrent : torrents) {
            await(finished(torrent).whenFinished());
            torrent.checkIn(leecher.data());
        }
        assertThat(leecher.alerts().all(TorrentFailed.class)).isEmpty();

        for (TorrentHandle left : leecher.session().torrents()) {
            await(leecher.session().remove(left, true));
        }
        until(
                "all memory is given back",
                () -> leecher.session().payloadMemory().used() == 0);
        assertThat(openFiles()).isEmpty();
        assertThat(saved()).isEmpty();
    }

    @Test
    void fetchesNoPieceTwiceHoweverOftenTheTorrentIsRemovedAndAddedAgain() throws Exception {
        TestTorrent torrent = torrents.get(0);
        SplittableRandom random = new SplittableRandom(90);
        int verified = 0;
        while (verified < torrent.metainfo().layout().pieceCount()) {
            TorrentHandle download = leecher.download(torrent, seeder.address());
            int target = verified + 1 + random.nextInt(8);
            until(
                    "some more came",
                    () -> leecher.alerts().all(PieceVerified.class).size() >= target
                            || download.whenFinished().isComplete());
            await(leecher.session().remove(download, false));
            verified = leecher.alerts().all(PieceVerified.class).size();
        }
        assertThat(leecher.alerts().all(PieceVerified.class))
                .extracting(PieceVerified::piece)
                .doesNotHaveDuplicates();
        torrent.checkIn(leecher.data());
    }

    private void call(SplittableRandom random, ConcurrentLinkedQueue<Future<?>> calls) {
        for (int i = 0; i < CALLS; i++) {
            TestTorrent torrent = torrents.get(random.nextInt(TORRENTS));
            Optional<TorrentHandle> there =
                    leecher.session().torrent(torrent.metainfo().infoHashes().best());
            if (there.isEmpty()) {
                calls.add(leecher.session().add(leecher.adding(torrent).withPeers(List.of(seeder.address()))));
            } else {
                calls.add(call(random, there.get()));
            }
        }
    }

    private Future<?> call(SplittableRandom random, TorrentHandle torrent) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> leecher.session().remove(torrent, random.nextBoolean());
            case 2, 3 -> torrent.pause();
            case 4 -> torrent.resume();
            case 5 -> torrent.recheck();
            case 6 -> torrent.prioritiseFiles(List.of(random.nextInt(8)));
            case 7 -> torrent.sequential(random.nextBoolean());
            default -> torrent.pieces();
        };
    }

    /** Well, or because there was another call. */
    private static void awaitEnd(Future<?> call) throws Exception {
        until("the call has ended", call::isComplete);
        if (call.failed()) {
            assertThat(call.cause()).isInstanceOfSatisfying(SpateException.class, e -> assertThat(e.code())
                    .isIn(ErrorCode.STOPPED, ErrorCode.DUPLICATE_TORRENT));
        }
    }

    private TorrentHandle finished(TestTorrent torrent) throws Exception {
        Optional<TorrentHandle> there =
                leecher.session().torrent(torrent.metainfo().infoHashes().best());
        TorrentHandle download = there.isPresent() ? there.get() : leecher.add(leecher.adding(torrent));
        await(download.prioritiseFiles(List.of(4)));
        await(download.resume());
        await(download.connect(seeder.address()));
        return download;
    }

    private List<String> saved() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("leecher-state"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.length() > 40)
                    .toList();
        }
    }

    private List<Path> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        List<Path> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path each : all.toList()) {
                if (Files.isSymbolicLink(each) && Files.exists(each)) {
                    open.add(Files.readSymbolicLink(each));
                }
            }
        }
        return open.stream().filter(path -> path.startsWith(leecher.data())).toList();
    }
}
