package io.spate.kernel.peer;

import static io.spate.kernel.peer.PeerFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Bitfield;
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
        peer.remote.says(half(), Signal.INTERESTED, new PeerMessage.Request(0, 0, BLOCK));
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

    @Test
    void tellsAPeerThatHasNothingWhatItMayHaveWhileItIsChokedAndServesThat() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.remote.heard();
        peer.remote.says(Signal.HAVE_NONE);
        assertThat(peer.remote.heard()).hasSize(AllowedFast.SIZE).containsOnly("AllowedFast");

        for (int piece = 0; piece < PeerFixture.PIECES; piece++) {
            peer.remote.says(new PeerMessage.Request(piece, 0, BLOCK));
        }
        f.time.runReady();

        List<String> heard = peer.remote.heard();
        assertThat(heard).filteredOn(each -> each.startsWith("piece")).hasSize(AllowedFast.SIZE);
        assertThat(heard).filteredOn(each -> each.startsWith("reject")).hasSize(PeerFixture.PIECES - AllowedFast.SIZE);
    }

    @Test
    void servesNoMoreToAChokedPeerThanASetIsWorth() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_NONE);
        peer.remote.heard();
        int served = 0;
        for (int round = 0; round < AllowedFast.MAX_BYTES / BLOCK / AllowedFast.SIZE + 10; round++) {
            for (int piece = 0; piece < PeerFixture.PIECES; piece++) {
                peer.remote.says(new PeerMessage.Request(piece, 0, BLOCK));
            }
            f.time.runReady();
            served += peer.remote.heard("piece").size();
        }
        assertThat(served).isEqualTo(AllowedFast.MAX_BYTES / BLOCK);
    }

    @Test
    void sendsWhatIsInMemoryWithoutAnotherThread() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.remote.heard();

        f.storage.inMemory = true;
        peer.remote.says(new PeerMessage.Request(3, BLOCK, BLOCK));
        assertThat(peer.remote.heard("piece")).hasSize(1);

        f.storage.inMemory = false;
        peer.remote.says(new PeerMessage.Request(3, 0, BLOCK));
        assertThat(peer.remote.heard("piece")).isEmpty();
        f.time.runReady();
        assertThat(peer.remote.heard("piece")).hasSize(1);
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void servesAMebibyteFromMemoryBeforeOthersHaveTheirTurn() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.remote.heard();
        f.storage.inMemory = true;

        peer.remote.says(out -> {
            for (int i = 0; i < PeerFixture.MAX_INCOMING; i++) {
                PeerWireEncoder.write(out, new PeerMessage.Request(i % PeerFixture.PIECES, 0, 4 * BLOCK));
            }
        });

        int inOneTurn = peer.remote.heard("piece").size();
        assertThat(inOneTurn * 4 * BLOCK).isBetween(512 * 1024, 1024 * 1024);
        f.time.runReady();
        assertThat(peer.remote.heard("piece")).hasSize(PeerFixture.MAX_INCOMING - inOneTurn);
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void tellsOfWhatIsInMemoryAndCannotBeReadAfterwardsNotMeanwhile() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        f.storage.inMemory = true;
        f.storage.unreadable = true;

        peer.remote.says(new PeerMessage.Request(3, BLOCK, BLOCK));

        assertThat(f.readFailures).isEmpty();
        f.time.runReady();
        assertThat(f.readFailures).containsExactly("disk unreadable");
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void helpsNobodyWhoHasEnoughToTradeOrKnowsNoRejects() {
        PeerFixture f = fixture(8);
        Peer rich = f.fastPeer();
        Peer plain = f.plainPeer();
        Peer unchoked = f.fastPeer();
        unchoked.connection.unchoke();
        rich.remote.says(half());
        plain.remote.says(new PeerMessage.Have(0));
        unchoked.remote.says(Signal.HAVE_NONE);

        for (Peer peer : List.of(rich, plain, unchoked)) {
            assertThat(peer.remote.heard("AllowedFast")).isEmpty();
        }
    }

    @Test
    void offersNothingThatItDoesNotHave() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_NONE);

        assertThat(peer.remote.heard("AllowedFast")).isEmpty();
    }

    @Test
    void keepsServingTheAllowedPiecesWhenItChokes() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_NONE);
        peer.connection.unchoke();
        peer.link.stuck(true);
        peer.remote.says(out -> {
            for (int i = 0; i < 96; i++) {
                PeerWireEncoder.request(out, i % PeerFixture.PIECES, 0, BLOCK);
            }
        });
        peer.connection.choke();
        peer.link.stuck(false);
        f.pass(5, peer);

        List<String> heard = peer.remote.heard();
        int rejected =
                (int) heard.stream().filter(each -> each.startsWith("reject")).count();
        int sent = (int) heard.stream().filter(each -> each.startsWith("piece")).count();
        assertThat(rejected + sent).isEqualTo(96);
        assertThat(rejected).isBetween(1, 96 * (PeerFixture.PIECES - AllowedFast.SIZE) / PeerFixture.PIECES);
    }

    @Test
    void asksFirstForWhatThePeerSuggests() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_ALL, new PeerMessage.Suggest(2), new PeerMessage.Suggest(5), Signal.UNCHOKE);

        List<String> requests = peer.remote.heard("request");
        assertThat(requests.get(0)).startsWith("request 5 ");
        assertThat(requests.get(4)).startsWith("request 2 ");
        assertThat(requests.get(8)).startsWith("request 0 ");
        assertThat(requests).hasSize(ALL_BLOCKS).doesNotHaveDuplicates();
    }

    @Test
    void keepsToTheOrderOfThePiecesWhereThatIsWanted() {
        PeerFixture f = fixture(0);
        f.downloads.sequential(true);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_ALL, new PeerMessage.Suggest(5), Signal.UNCHOKE);

        assertThat(peer.remote.heard("request").get(0)).startsWith("request 0 ");
    }

    @Test
    void passesOverSuggestionsThatAreOfNoUse() {
        PeerFixture f = fixture(1);
        f.downloads.unwant(3);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.HAVE_NONE, new PeerMessage.Have(1), new PeerMessage.Have(3));
        for (int i = 0; i < 1000; i++) {
            peer.remote.says(new PeerMessage.Suggest(i % PeerFixture.PIECES));
        }
        peer.remote.says(Signal.UNCHOKE);

        assertThat(peer.remote.heard("request")).hasSize(4).allMatch(each -> each.startsWith("request 1 "));
    }

    @Test
    void closesOnASuggestionOfAPieceThatThereIsNot() {
        PeerFixture f = fixture(0);
        f.fastPeer().remote.says(Signal.HAVE_ALL, new PeerMessage.Suggest(PeerFixture.PIECES));

        assertThat(f.closed).extracting(CloseReason::fault).containsExactly(true);
    }

    /** Of a peer that has enough to trade. */
    private static PeerMessage half() {
        Bitfield pieces = new Bitfield(PeerFixture.PIECES);
        for (int piece = 0; piece < AllowedFast.SIZE; piece++) {
            pieces.set(piece);
        }
        return new PeerMessage.BitfieldMessage(pieces.toWire());
    }

    private PeerFixture fixture(int had) {
        PeerFixture fixture = new PeerFixture(had);
        fixtures.add(fixture);
        return fixture;
    }
}
