package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.api.alert.IncomingRefused;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that break the protocol are let go, and that is all that happens. */
class BrokenProtocolTest extends SwarmTest {
    private static final int PIECE_COUNT = 13;

    private final TestTorrent torrent = TestTorrent.of("file.bin", 12 * 64 * KIB + 1, 64 * KIB, 4);
    private final InfoHash hash = torrent.metainfo().infoHashes().v1().orElseThrow();

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a length that no message has", peer -> peer.sendRaw(new byte[] {0, 13, -69, -96, 7})),
                fault("a negative length", peer -> peer.sendRaw(new byte[] {-1, -1, -1, -1, 0})),
                fault("a choke with something behind it", peer -> peer.send(FakePeer.CHOKE, 1)),
                fault("a have that is too short", peer -> peer.send(FakePeer.HAVE, new byte[3])),
                fault("a have of a piece that there is not", peer -> peer.send(FakePeer.HAVE, PIECE_COUNT)),
                fault("a have of a negative piece", peer -> peer.send(FakePeer.HAVE, -1)),
                fault("a bit field that is too short", peer -> peer.send(FakePeer.BITFIELD, new byte[1])),
                fault("a bit field that is too long", peer -> peer.send(FakePeer.BITFIELD, new byte[3])),
                fault("a request of nothing", peer -> peer.send(FakePeer.REQUEST, 0, 0, 0)),
                fault("a request beyond the piece", peer -> peer.send(FakePeer.REQUEST, 12, 1, 16 * KIB)),
                fault("a request of a negative piece", peer -> peer.send(FakePeer.REQUEST, -1, 0, 16 * KIB)),
                fault("a request that is too long", peer -> peer.send(FakePeer.REQUEST, 0, 0, 64 * KIB + 1)),
                fault("a cancel that is too short", peer -> peer.send(FakePeer.CANCEL, 1, 1)),
                fault(
                        "a block of a piece that there is not",
                        peer -> peer.sendBlock(PIECE_COUNT, 0, new byte[16 * KIB])),
                fault("a block that begins between blocks", peer -> peer.sendBlock(0, 5, new byte[16 * KIB])),
                fault("a block that is too short", peer -> peer.sendBlock(0, 0, new byte[16 * KIB - 1])),
                fault("an empty block", peer -> peer.sendBlock(0, 0, new byte[0])),
                fault("have all without the fast extension", peer -> peer.send(FakePeer.HAVE_ALL)),
                fault("a reject without the fast extension", peer -> peer.send(FakePeer.REJECT, 0, 0, 16 * KIB)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void letsGoAPeerThatSends(String name, Fault fault) throws Exception {
        TestSession session = sessions.start("session");
        TorrentHandle download = session.download(torrent);
        await(download.whenChecked());

        try (FakePeer peer = FakePeer.dial(session, HERE, hash, false)) {
            fault.commit(peer);
            peer.readToEnd();
            PeerDisconnected left = session.alerts().await(PeerDisconnected.class);

            assertThat(left.peer()).isEqualTo(peer.address());
            assertThat(left.fault()).isTrue();
            assertThat(left.byUs()).isTrue();
            assertThat(left.reason()).isNotBlank();
        }
        assertThat(download.status().state()).isEqualTo(TorrentState.DOWNLOADING);
    }

    @Test
    void toleratesMessagesOfIdsThatItDoesNotKnow() throws Exception {
        TestSession session = sessions.start("session");
        session.seed(torrent);
        try (FakePeer peer = FakePeer.dial(session, HERE, hash, false)) {
            peer.send(99, new byte[1000]);
            peer.send(255, new byte[0]);
            peer.send(FakePeer.INTERESTED);
            peer.readUntil(FakePeer.UNCHOKE);
            peer.send(FakePeer.REQUEST, 12, 0, 1);

            FakePeer.Message block = peer.readUntil(FakePeer.PIECE);
            assertThat(block.number(0)).isEqualTo(12);
            assertThat(block.payload().get(8)).isEqualTo(torrent.piece(12)[0]);
        }
    }

    @Test
    void throwsAwayBlocksThatNobodyAskedFor() throws Exception {
        TestSession session = sessions.start("session");
        TorrentHandle download = session.download(torrent);
        await(download.whenChecked());
        try (FakePeer peer = FakePeer.dial(session, HERE, hash, false)) {
            peer.sendBlock(0, 0, new byte[16 * KIB]);
            peer.send(FakePeer.BITFIELD, Bitfield.full(PIECE_COUNT).toWire());
            peer.readUntil(FakePeer.INTERESTED);
            peer.send(FakePeer.UNCHOKE);
            for (int block = 0; block < 12 * 4 + 1; block++) {
                FakePeer.Message request = peer.readUntil(FakePeer.REQUEST);
                byte[] piece = torrent.piece(request.number(0));
                byte[] right = new byte[request.number(2)];
                System.arraycopy(piece, request.number(1), right, 0, right.length);
                peer.sendBlock(request.number(0), request.number(1), right);
            }
            await(download.whenFinished());
        }
        torrent.checkIn(session.data());
        session.stop();
        assertThat(download.status().wasted()).isEqualTo(16 * KIB);
    }

    @Test
    void answersNoOtherProtocol() throws Exception {
        TestSession session = sessions.start("session");
        session.download(torrent);
        try (FakePeer peer = FakePeer.connect(session, HERE)) {
            peer.sendRaw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.readToEnd();
            assertThat(session.alerts().await(IncomingRefused.class).peer()).isEqualTo(peer.address());
        }
    }

    @Test
    void answersNobodyWhoAsksForATorrentThatIsNotHere() throws Exception {
        TestSession session = sessions.start("session");
        session.download(torrent);
        try (FakePeer peer = FakePeer.connect(session, HERE)) {
            peer.sendHandshake(InfoHash.of(new byte[InfoHash.V1_LENGTH]), true);
            peer.readToEnd();
            assertThat(session.alerts().await(IncomingRefused.class).reason()).contains("not here");
        }
    }

    @Test
    void survivesGarbageBehindTheHandshake() throws Exception {
        TestSession session = sessions.start("session");
        TorrentHandle download = session.download(torrent);
        await(download.whenChecked());
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 30; i++) {
            byte[] garbage = new byte[1 + random.nextInt(5000)];
            random.nextBytes(garbage);
            if (random.nextBoolean()) {
                garbage[0] = garbage.length > 1 ? garbage[1] = 0 : 0; // a length that is believed
            }
            try (FakePeer peer = FakePeer.dial(session, HERE, hash, random.nextBoolean())) {
                peer.sendRaw(garbage);
            }
        }
        session.alerts().await(PeerDisconnected.class, 30, any -> true);
        assertThat(download.status().state()).isEqualTo(TorrentState.DOWNLOADING);
    }

    private static Arguments fault(String name, Fault fault) {
        return arguments(name, fault);
    }

    /** What a peer does wrong. */
    interface Fault {
        void commit(FakePeer peer) throws IOException;
    }
}
