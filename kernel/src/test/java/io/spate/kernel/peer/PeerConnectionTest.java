package io.spate.kernel.peer;

import static io.spate.kernel.peer.PeerFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.peer.PeerFixture.Peer;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerConnectionTest {
    private static final int ALL_BLOCKS = PeerFixture.PIECES * 4;

    private final List<PeerFixture> fixtures = new ArrayList<>();

    @AfterEach
    void giveBackMemory() {
        fixtures.forEach(PeerFixture::close);
    }

    @Test
    void introducesItselfByTheExtendedHandshakeAndThenWhatItHas() {
        assertThat(fixture(0).fastPeer().remote.heard()).containsExactly("extended 0", "have none");
        assertThat(fixture(3).fastPeer().remote.heard()).containsExactly("extended 0", "BitfieldMessage");
        assertThat(fixture(8).fastPeer().remote.heard()).containsExactly("extended 0", "have all");
        assertThat(fixture(0).plainPeer().remote.heard()).isEmpty();
        assertThat(fixture(8).plainPeer().remote.heard()).containsExactly("BitfieldMessage");
    }

    @Test
    void isInterestedAsLongAsThePeerHasWhatWeWant() {
        PeerFixture f = fixture(1);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_NONE);
        peer.remote.heard();

        peer.remote.says(new PeerMessage.Have(0));
        assertThat(peer.remote.heard()).isEmpty();
        peer.remote.says(new PeerMessage.Have(1));
        assertThat(peer.remote.heard()).containsExactly("interested");
        peer.remote.says(new PeerMessage.Have(1), new PeerMessage.Have(2));
        f.downloads.unwant(1);
        peer.connection.onWantedChanged();
        assertThat(peer.remote.heard()).isEmpty();
        f.downloads.unwant(2);
        peer.connection.onWantedChanged();
        assertThat(peer.remote.heard()).containsExactly("not interested");
    }

    @Test
    void givesBackAllThatWasAskedForWhenItCloses() {
        PeerFixture f = fixture(0);
        Peer gone = f.fastPeer().seedsAndUnchokes();
        gone.begins(0, 0);

        gone.connection.close("over");

        Peer other = f.fastPeer().seedsAndUnchokes();
        assertThat(other.remote.heard("request")).hasSize(ALL_BLOCKS);
        other.connection.close("over");
        f.time.runReady();
        assertThat(f.closed).hasSize(2);
    }

    @Test
    void asksAgainAfterAChoke() {
        for (boolean fast : new boolean[] {true, false}) {
            PeerFixture f = fixture(0);
            Peer peer = fast ? f.fastPeer() : f.plainPeer();
            peer.remote.says(new PeerMessage.Have(0), Signal.UNCHOKE);
            assertThat(peer.remote.heard("request")).hasSize(4);

            peer.remote.says(Signal.CHOKE, Signal.UNCHOKE);
            assertThat(peer.remote.heard("request")).hasSize(fast ? 0 : 4);
            if (fast) {
                peer.remote.says(out -> {
                    for (int block = 0; block < 4; block++) {
                        PeerWireEncoder.reject(out, 0, block * BLOCK, BLOCK);
                    }
                });
                assertThat(peer.remote.heard("request")).hasSize(4);
            }
        }
    }

    @Test
    void snubsAPeerThatKeepsItWaitingAndAsksOthers() {
        PeerFixture f = fixture(0);
        Peer slow = f.fastPeer().seedsAndUnchokes();
        assertThat(slow.remote.heard("request")).hasSize(ALL_BLOCKS);
        Peer other = f.fastPeer().seedsAndUnchokes();
        assertThat(other.remote.heard("request")).hasSize(1); // the end game

        f.pass(21, slow);
        other.connection.refill();

        assertThat(slow.connection.isSnubbed()).isTrue();
        assertThat(slow.remote.heard())
                .filteredOn(each -> each.startsWith("cancel"))
                .hasSize(ALL_BLOCKS);
        assertThat(other.remote.heard("request")).hasSize(ALL_BLOCKS - 1); // less the one it has
    }

    @Test
    void sendsKeepAlivesAndLetsGoOfWhoSendsNone() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.remote.heard();

        f.pass(119, peer);
        assertThat(peer.remote.heard()).containsExactly("keep alive");
        f.pass(2, peer);

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("silent for 120 s");
    }

    @Test
    void answersEveryRequestOnce() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.remote.heard();
        peer.remote.says(Signal.HAVE_NONE, Signal.INTERESTED, new PeerMessage.Request(0, 0, BLOCK));
        assertThat(peer.remote.heard()).containsExactly("reject 0 0 16384");

        peer.connection.unchoke();
        peer.remote.says(
                new PeerMessage.Request(0, 0, BLOCK),
                new PeerMessage.Request(1, 0, 2 * BLOCK),
                new PeerMessage.Request(2, 0, BLOCK),
                new PeerMessage.Cancel(2, 0, BLOCK),
                new PeerMessage.Cancel(3, 0, BLOCK));
        f.time.runReady();

        assertThat(peer.remote.heard())
                .containsExactlyInAnyOrder("unchoke", "piece 0 0 16384", "piece 1 0 32768", "reject 2 0 16384");
    }

    @Test
    void rejectsWhatIsQueuedWhenItChokes() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.link.stuck(true);
        peer.remote.says(out -> {
            for (int i = 0; i < 90; i++) {
                PeerWireEncoder.request(out, i % 8, 0, BLOCK);
            }
        });
        f.time.runReady();
        peer.connection.choke();
        peer.link.stuck(false);
        f.time.runReady();

        List<String> heard = peer.remote.heard();
        assertThat(heard)
                .filteredOn(each -> each.startsWith("piece") || each.startsWith("reject"))
                .hasSize(90);
        assertThat(heard).filteredOn(each -> each.startsWith("reject")).isNotEmpty();
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void releasesWhatIsBeingReadForAPeerThatLeaves() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        assertThat(f.uploadMemory.used()).isPositive();

        peer.connection.close("over");
        f.time.runReady();

        assertThat(f.uploadMemory.used()).isZero();
    }

    private PeerFixture fixture(int had) {
        PeerFixture fixture = new PeerFixture(had);
        fixtures.add(fixture);
        return fixture;
    }
}
