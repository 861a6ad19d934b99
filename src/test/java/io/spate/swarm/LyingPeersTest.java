package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.alert.PeerBanned;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PieceFailed;
import io.spate.api.session.TorrentHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Peers that send what the torrent does not say. */
class LyingPeersTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", 5 * MIB + 1, 128 * KIB, 3);

    @Test
    void bansASeederWhoseFilesAreDamaged() throws Exception {
        TestSession liar = liar();
        TestSession leecher = sessions.start("leecher");
        TorrentHandle download = leecher.download(torrent, liar.address());
        PieceFailed failed = leecher.alerts().await(PieceFailed.class);
        PeerBanned banned = leecher.alerts().await(PeerBanned.class);

        TestSession honest = sessions.start("honest");
        honest.seed(torrent);
        await(download.connect(honest.address()));
        await(download.whenFinished());

        assertThat(failed.senders()).containsExactly(liar.address());
        assertThat(banned.peer()).isEqualTo(liar.address());
        assertThat(leecher.alerts().all(PeerBanned.class)).hasSize(1);
        torrent.checkIn(leecher.data());
    }

    @Test
    void refusesABannedPeerThatDialsBack() throws Exception {
        TestSession liar = liar();
        TestSession leecher = sessions.start("leecher");
        leecher.download(torrent, liar.address());
        leecher.alerts().await(PeerBanned.class);

        PeerAddress back;
        try (FakePeer again = FakePeer.connect(leecher, ELSEWHERE)) {
            back = again.address();
            again.sendHandshake(torrent.metainfo().infoHashes().v1().orElseThrow(), true);
            again.readToEnd();
        }

        leecher.alerts()
                .await(
                        PeerConnectFailed.class,
                        refused ->
                                refused.peer().equals(back) && refused.reason().equals("banned"));
    }

    @Test
    void findsTheLiarAmongThoseWhoSharedAPiece() throws Exception {
        FakeSeeder liar = fakeSeeder(ELSEWHERE, torrent, FakeSeeder.Answer.WRONG);
        TestSession honest = sessions.start("honest");
        honest.seed(torrent);
        TestSession leecher = sessions.start("leecher");

        TorrentHandle download = leecher.download(torrent, liar.address(), honest.address());
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerBanned.class))
                .extracting(PeerBanned::peer)
                .containsExactly(liar.address());
    }

    @Test
    void completesDespiteAPeerThatLiesNowAndThen() throws Exception {
        AtomicInteger blocks = new AtomicInteger();
        FakeSeeder liar = fakeSeeder(ELSEWHERE, torrent, (peer, request, right) -> (blocks.incrementAndGet() % 30 == 0
                        ? FakeSeeder.Answer.WRONG
                        : FakeSeeder.Answer.HONEST)
                .to(peer, request, right));
        TestSession honest = sessions.start("honest");
        honest.seed(torrent);
        TestSession leecher = sessions.start("leecher");

        TorrentHandle download = leecher.download(torrent, liar.address(), honest.address());
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerBanned.class))
                .extracting(PeerBanned::peer)
                .doesNotContain(honest.address());
    }

    /** Its record vouches for a file in which a byte of every piece was changed behind its back. */
    private TestSession liar() throws Exception {
        TestSession before = sessions.start("liar");
        before.seed(torrent);
        before.stop();
        damage(before.data().resolve("file.bin"));
        TestSession liar = sessions.startAt(ELSEWHERE, "liar", builder -> builder);
        TorrentHandle seeding = liar.serve(torrent.metainfo());
        assertThat(seeding.status().left()).isZero();
        return liar;
    }

    private void damage(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        for (int at = 100;
                at < content.length;
                at += torrent.metainfo().layout().pieceLength()) {
            content[at] ^= 1;
        }
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }
}
