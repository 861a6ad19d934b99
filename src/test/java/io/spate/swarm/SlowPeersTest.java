package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.api.alert.PeerBanned;
import io.spate.api.alert.PieceVerified;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.io.EOFException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Peers that are slow, that stall, that choke. */
class SlowPeersTest extends SwarmTest {
    private static final UnaryOperator<SessionBuilder> IMPATIENT =
            builder -> builder.set("spate.peers.piece-timeout", "1s").set("spate.peers.request-timeout", "1s");

    /** Nobody is snubbed in the time of a test. */
    private static final UnaryOperator<SessionBuilder> PATIENT = builder ->
            builder.set("spate.peers.piece-timeout", "10 minutes").set("spate.peers.request-timeout", "10 minutes");

    /** So many blocks a peer is asked for whose rate is not known. */
    private static final int FIRST_REQUESTS = 32;

    private final TestTorrent torrent = TestTorrent.of("file.bin", 6 * MIB + 7, 128 * KIB, 9);
    private final InfoHash hash = torrent.metainfo().infoHashes().v1().orElseThrow();

    @Test
    void asksASilentPeerForOneBlockAtATimeAndOthersForTheRest() throws Exception {
        FakeSeeder silent = fakeSeeder(HERE, torrent, FakeSeeder.Answer.NONE);
        TestSession leecher = sessions.start("leecher", IMPATIENT);
        TorrentHandle download = leecher.download(torrent, silent.address());
        silent.awaitRequests(FIRST_REQUESTS + 1);
        FakeSeeder honest = fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST);
        await(download.connect(honest.address()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(silent.requests().size()).isLessThan(2 * FIRST_REQUESTS);
        assertThat(leecher.alerts().all(PeerBanned.class)).isEmpty();
    }

    @Test
    void endsWithThreeSeedersOfWhichOneStalls() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        FakeSeeder staller = fakeSeeder(HERE, torrent, (peer, request, right) -> (answers.incrementAndGet() <= 40
                        ? FakeSeeder.Answer.HONEST
                        : FakeSeeder.Answer.NONE)
                .to(peer, request, right));
        FakeSeeder one = fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST);
        FakeSeeder other = fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST);
        TestSession leecher = sessions.start("leecher", PATIENT);

        TorrentHandle download = leecher.download(torrent, staller.address());
        leecher.alerts().await(PieceVerified.class);
        await(download.connect(one.address()));
        await(download.connect(other.address()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(answers.get()).isGreaterThan(40);
    }

    @Test
    void goesOnWhenAPeerLeavesAmongItsBlocks() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        FakeSeeder leaver = fakeSeeder(HERE, torrent, (peer, request, right) -> {
            if (answers.incrementAndGet() <= 30) {
                FakeSeeder.Answer.HONEST.to(peer, request, right);
            } else {
                // The header of a block and half of its bytes.
                byte[] half = new byte[13 + request.length() / 2];
                half[2] = (byte) ((9 + request.length()) >> 8);
                half[3] = (byte) (9 + request.length());
                half[4] = FakePeer.PIECE;
                half[8] = (byte) request.piece();
                half[11] = (byte) (request.begin() >> 8);
                half[10] = (byte) (request.begin() >> 16);
                peer.sendRaw(half);
                peer.close();
            }
        });
        TestSession leecher = sessions.start("leecher", PATIENT);
        TorrentHandle download = leecher.download(torrent, leaver.address());
        leaver.awaitRequests(31);
        FakeSeeder honest = fakeSeeder(HERE, torrent, FakeSeeder.Answer.HONEST);
        await(download.connect(honest.address()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
    }

    @Test
    void asksAgainForWhatAChokeTookBack() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeSeeder fickle = fakeSeeder(HERE, torrent, (peer, request, right) -> {
            if (asked.incrementAndGet() % 50 == 0) {
                // Whatever is on its way is lost, this request too.
                peer.send(FakePeer.CHOKE);
                peer.send(FakePeer.UNCHOKE);
            } else {
                FakeSeeder.Answer.HONEST.to(peer, request, right);
            }
        });
        TestSession leecher = sessions.start("leecher", PATIENT);

        await(leecher.download(torrent, fickle.address()).whenFinished());

        torrent.checkIn(leecher.data());
    }

    @Test
    void asksAgainForWhatWasRejected() throws Exception {
        TestSession leecher = sessions.start("leecher", PATIENT);
        TorrentHandle download = leecher.download(torrent);
        await(download.whenChecked());
        try (FakePeer peer = FakePeer.dial(leecher, HERE, hash, true)) {
            peer.send(
                    FakePeer.BITFIELD,
                    Bitfield.full(torrent.metainfo().layout().pieceCount()).toWire());
            peer.send(FakePeer.UNCHOKE);
            FakeSeeder.Answer answer = rejecting();
            while (true) {
                FakePeer.Message message = peer.readUntil(FakePeer.REQUEST);
                FakeSeeder.Request request =
                        new FakeSeeder.Request(1, message.number(0), message.number(1), message.number(2));
                answer.to(peer, request, request.rightBytes(torrent));
            }
        } catch (EOFException e) {
            // We have everything now, so that it was let go.
        }
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
    }

    @Test
    void servesOneAtATimeWhenThereIsOneSlot() throws Exception {
        TestSession seeder = sessions.start("seeder", builder -> builder.set("spate.limits.upload-slots", "1"));
        seeder.seed(torrent);
        FakePeer first = FakePeer.dial(seeder, HERE, hash, true);
        try (FakePeer second = FakePeer.dial(seeder, HERE, hash, true)) {
            first.send(FakePeer.HAVE_NONE);
            first.send(FakePeer.INTERESTED);
            first.readUntil(FakePeer.UNCHOKE);

            second.send(FakePeer.HAVE_NONE);
            second.send(FakePeer.INTERESTED);
            second.send(FakePeer.REQUEST, 3, 0, 1000);
            FakePeer.Message rejected = second.readUntil(FakePeer.REJECT);
            assertThat(rejected.number(0)).isEqualTo(3);
            assertThat(rejected.number(2)).isEqualTo(1000);

            first.close();
            second.readUntil(FakePeer.UNCHOKE);
            second.send(FakePeer.REQUEST, 3, 0, 1000);
            assertThat(second.readUntil(FakePeer.PIECE).number(0)).isEqualTo(3);
        }
    }

    /** As a fast peer does that chokes for a while (BEP 6): every request is answered, if only by a reject. */
    private static FakeSeeder.Answer rejecting() {
        AtomicInteger asked = new AtomicInteger();
        return (peer, request, right) -> {
            int phase = asked.getAndIncrement() % 100;
            if (phase == 60) {
                peer.send(FakePeer.CHOKE);
            }
            if (phase == 70) {
                peer.send(FakePeer.UNCHOKE);
            }
            if (phase >= 60 && phase < 70) {
                peer.send(FakePeer.REJECT, request.piece(), request.begin(), request.length());
            } else {
                FakeSeeder.Answer.HONEST.to(peer, request, right);
            }
        };
    }
}
