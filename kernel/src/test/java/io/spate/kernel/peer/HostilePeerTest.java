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

/** Peers that want our memory, our time or our patience. */
class HostilePeerTest {
    private static final long MANY_BYTES = 5 * 1024 * 1024;

    private final List<PeerFixture> fixtures = new ArrayList<>();

    @AfterEach
    void giveBackMemory() {
        fixtures.forEach(PeerFixture::close);
    }

    @Test
    void letsGoOfAPeerThatDoesNotReadWhatIsSaidToIt() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.link.stuck(true);

        for (int i = 0; i < 1_000_000 && !peer.connection.isClosed(); i++) {
            peer.connection.sendHave(0);
            f.time.runReady();
        }

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("does not read what is sent to it");
    }

    @Test
    void letsGoOfAPeerThatAsksAndDoesNotTakeTheAnswers() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        for (int block = 0; block < 4; block++) {
            peer.remote.says(new PeerMessage.Request(0, block * BLOCK, BLOCK));
        }
        f.time.runReady();
        peer.link.stuck(true);

        for (int i = 0; i < 100_000 && !peer.connection.isClosed(); i++) {
            peer.remote.says(new PeerMessage.Request(0, 0, BLOCK), new PeerMessage.Cancel(0, 0, BLOCK));
            f.time.runReady();
            assertThat(peer.link.queuedBytes()).isLessThan(MANY_BYTES);
        }
        f.pass(121, peer);

        assertThat(f.closed).hasSize(1);
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void letsGoOfAPeerThatHoldsMemoryAndTakesNothing() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.link.stuck(true);
        peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        f.time.runReady();
        assertThat(f.uploadMemory.used()).isPositive();

        for (int i = 0; i < 4; i++) {
            f.pass(35, peer);
            peer.remote.says(Signal.KEEP_ALIVE);
        }

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("takes nothing for 120 s");
        f.time.runReady();
        assertThat(f.uploadMemory.used()).isZero();
    }

    @Test
    void letsGoOfAPeerThatAsksForTooMuchWhileItIsChoked() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        f.time.runReady();
        peer.connection.choke();

        for (int i = 0; i < 1000; i++) {
            peer.remote.says(new PeerMessage.Request(0, 0, BLOCK));
        }

        assertThat(f.closed).hasSize(1);
        assertThat(f.closed.get(0).fault()).isTrue();
    }

    @Test
    void doesNotBlameAPeerForRequestsThatCrossedOurChoke() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        for (int round = 0; round < 20; round++) {
            peer.connection.unchoke();
            peer.connection.choke();
            peer.remote.says(out -> {
                for (int i = 0; i < PeerFixture.MAX_INCOMING; i++) {
                    PeerWireEncoder.request(out, 0, 0, BLOCK);
                }
            });
        }

        assertThat(f.closed).isEmpty();
    }

    @Test
    void doesNotLookForCancelsThatNothingWasAskedFor() {
        PeerFixture f = fixture(8);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        f.time.runReady();
        peer.connection.flush();
        peer.remote.heard();
        peer.remote.says(
                new PeerMessage.Cancel(0, 0, BLOCK),
                new PeerMessage.Request(0, 0, BLOCK),
                new PeerMessage.Cancel(1, 0, BLOCK), // spends the one that the request allows
                new PeerMessage.Cancel(0, 0, BLOCK));
        f.time.runReady();

        assertThat(peer.remote.heard()).containsExactly("piece 0 0 16384");
    }

    @Test
    void letsGoOfAPeerThatRejectsAllThatItSaysItHas() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer().seedsAndUnchokes();

        int rejected = rejectAll(peer, 10_000);

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("rejects what it says it has");
        assertThat(rejected).isLessThan(200);
    }

    @Test
    void letsGoOfAPeerThatOnceSentABlockAndThenRejectsAll() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer().seedsAndUnchokes();
        peer.remote.says(f.block(0, 0));

        int rejected = rejectAll(peer, 10_000);

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("rejects what it says it has");
        assertThat(rejected).isLessThan(2_000);
    }

    @Test
    void asksNoMoreOfAPeerThanItTakes() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer().seedsAndUnchokes();
        int asked = peer.remote.heard("request").size();
        peer.remote.says(out -> {
            for (int i = 10; i < asked; i++) {
                PeerWireEncoder.reject(out, i / 4, i % 4 * BLOCK, BLOCK);
            }
        });

        assertThat(peer.remote.heard("request")).isEmpty();
        peer.remote.says(f.block(0, 0));
        assertThat(peer.remote.heard("request")).hasSizeLessThanOrEqualTo(2);
        assertThat(f.closed).isEmpty();
    }

    @Test
    void letsGoOfAPeerThatChokesAgainAndAgainAndSendsNothing() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer().seedsAndUnchokes();
        for (int i = 0; i < 500 && !peer.connection.isClosed(); i++) {
            peer.remote.says(Signal.CHOKE, Signal.UNCHOKE);
        }
        assertThat(f.closed).extracting(CloseReason::text).containsExactly("chokes again and again, and sends nothing");
    }

    @Test
    void putsUpWithChokesOfAPeerThatSendsSomethingInBetween() {
        PeerFixture f = fixture(0);
        Peer peer = f.fastPeer().seedsAndUnchokes();
        for (int i = 0; i < 70; i++) {
            peer.remote.says(Signal.CHOKE, Signal.UNCHOKE);
        }
        peer.remote.says(f.block(0, 0));
        for (int i = 0; i < 70; i++) {
            peer.remote.says(Signal.CHOKE, Signal.UNCHOKE);
        }
        assertThat(f.closed).isEmpty();
    }

    private static int rejectAll(Peer peer, int most) {
        int rejected = 0;
        while (rejected < most && !peer.connection.isClosed()) {
            List<String> requests = peer.remote.heard("request");
            if (requests.isEmpty()) {
                peer.connection.refill();
                requests = peer.remote.heard("request");
            }
            for (String request : requests) {
                String[] words = request.split(" ");
                peer.remote.says(out -> PeerWireEncoder.reject(
                        out, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3])));
                rejected++;
            }
        }
        return rejected;
    }

    private PeerFixture fixture(int had) {
        PeerFixture fixture = new PeerFixture(had);
        fixtures.add(fixture);
        return fixture;
    }
}
