package io.spate.swarm;

import static io.spate.swarm.Await.await;

import io.spate.api.PeerAddress;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Sessions with the least memory for payload: 6 MiB for pieces that arrive, 2 MiB for blocks that leave. */
class SmallMemoryTest extends SwarmTest {
    private static final UnaryOperator<SessionBuilder> LEAST =
            builder -> builder.set("spate.disk.buffer-memory", "8 MiB").set("spate.peers.piece-timeout", "1s");

    @Test
    void completesLargePiecesFromManyPeersOfWhichSomeStall() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 20 * MIB + 1, 16 * MIB, 16);
        TestSession leecher = sessions.start("leecher", LEAST);
        TorrentHandle download = leecher.download(torrent, mixedPeers(torrent));
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
    }

    @Test
    void completesPiecesOfWhichOneFitsInMemory() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 13 * MIB, 4 * MIB, 17);
        TestSession leecher = sessions.start("leecher", LEAST);
        TorrentHandle download = leecher.download(torrent, mixedPeers(torrent));
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
    }

    @Test
    void completesTorrentsBesideOneThatHoldsAllMemoryAndGetsNothing() throws Exception {
        TestTorrent stuck = TestTorrent.of("stuck.bin", 20 * MIB, 4 * MIB, 18);
        FakeSeeder staller = fakeSeeder(HERE, stuck, stallingAfter(5));
        TestSession leecher = sessions.start("leecher", LEAST);
        leecher.download(stuck, staller.address());
        staller.awaitRequests(10);

        List<TestTorrent> others = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestTorrent other = TestTorrent.of("other-" + i, 10 * MIB, 4 * MIB, 30 + i);
            others.add(other);
            downloads.add(leecher.download(
                    other, fakeSeeder(HERE, other, FakeSeeder.Answer.HONEST).address()));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        for (TestTorrent other : others) {
            other.checkIn(leecher.data());
        }
    }

    @Test
    void servesManyPeersAtOnce() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 8 * MIB, MIB, 19);
        TestSession seeder =
                sessions.start("seeder", builder -> LEAST.apply(builder).set("spate.limits.upload-slots", "20"));
        seeder.seed(torrent);
        List<TestSession> leechers = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestSession leecher = sessions.start("leecher-" + i, LEAST);
            leechers.add(leecher);
            downloads.add(leecher.download(torrent, seeder.address()));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }
        for (TestSession leecher : leechers) {
            torrent.checkIn(leecher.data());
        }
    }

    /** Some that take requests and forget them, and more that are honest. */
    private PeerAddress[] mixedPeers(TestTorrent torrent) throws Exception {
        List<PeerAddress> peers = new ArrayList<>();
        for (int blocks = 0; blocks < 20; blocks += 10) {
            peers.add(fakeSeeder(HERE, torrent, stallingAfter(blocks)).address());
            peers.add(fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST).address());
            peers.add(fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST).address());
        }
        return peers.toArray(PeerAddress[]::new);
    }

    private static FakeSeeder.Answer stallingAfter(int blocks) {
        AtomicInteger answers = new AtomicInteger();
        return (peer, request, right) -> (answers.incrementAndGet() <= blocks
                        ? FakeSeeder.Answer.HONEST
                        : FakeSeeder.Answer.NONE)
                .to(peer, request, right);
    }
}
