package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Have;
import io.spate.api.peer.PeerMessage.Port;
import io.spate.api.peer.PeerMessage.Request;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.api.peer.PeerMessageHook.PeerHook;
import io.spate.api.peer.PeerMessageHook.TorrentHook;
import io.spate.api.peer.PeerView;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.peer.PeerFixture.Peer;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.testkit.RecordingAlerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hooks of plugins at a peer. */
class PeerHooksTest {
    private final PeerFixture f = new PeerFixture(8);
    private final List<String> calls = new ArrayList<>();
    private final Guard guard = VirtualGuards.in(f.time, new RecordingAlerts()).of("x", reason -> {});

    @AfterEach
    void giveBackMemory() {
        f.close();
    }

    @Test
    void showsWhatAPeerSaysOfTheKindsThatAreWanted() {
        hook(Set.of(Port.class, Have.class), Set.of(), Optional::of);
        Peer peer = f.fastPeer();
        peer.remote.says(new Port(6881), Signal.INTERESTED, new Have(3));

        assertThat(calls).containsExactly("in Port[port=6881]", "in Have[piece=3]");
        assertThat(peer.connection.isInterested()).isTrue();
        assertThat(peer.connection.pieces().has(3)).isTrue();
    }

    @Test
    void theKernelDoesNotSeeWhatIsRefused() {
        hook(Set.of(Signal.class), Set.of(), message -> Optional.empty());
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.INTERESTED);

        assertThat(peer.connection.isInterested()).isFalse();
    }

    @Test
    void theKernelTakesWhatStandsInTheMessagesPlace() {
        hook(Set.of(Have.class), Set.of(), message -> Optional.of(new Have(5)));
        Peer peer = f.fastPeer();
        peer.remote.says(new Have(3));

        assertThat(peer.connection.pieces().has(3)).isFalse();
        assertThat(peer.connection.pieces().has(5)).isTrue();
    }

    @Test
    void aHookGetsWhatTheOneBeforeLetThrough() {
        hook(Set.of(Have.class), Set.of(), message -> Optional.of(new Have(5)));
        hook(Set.of(Have.class), Set.of(), Optional::of);
        Peer peer = f.fastPeer();
        peer.remote.says(new Have(3));

        assertThat(calls).containsExactly("in Have[piece=3]", "in Have[piece=5]");
    }

    @Test
    void requestsAreServedThoughAHookLooksAtThem() {
        hook(Set.of(Request.class), Set.of(Signal.class), Optional::of);
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.remote.says(new Request(0, 0, PeerFixture.BLOCK));
        f.time.runReady();

        assertThat(peer.remote.heard()).contains("piece 0 0 " + PeerFixture.BLOCK);
        assertThat(calls).contains("in Request[piece=0, begin=0, length=16384]", "out HAVE_ALL", "out UNCHOKE");
    }

    @Test
    void whatWeSayMayBeRefusedAndReplaced() {
        hook(
                Set.of(),
                Set.of(Signal.class),
                message -> message == Signal.HAVE_ALL ? Optional.of(Signal.HAVE_NONE) : Optional.empty());
        Peer peer = f.fastPeer();
        peer.connection.unchoke();
        peer.connection.flush();

        assertThat(peer.remote.heard()).containsExactly("extended 0", "have none");
    }

    @Test
    void whatAHookSaysItselfIsNotShown() {
        hook(Set.of(), Set.of(Port.class), message -> Optional.empty());
        Peer peer = f.fastPeer();
        peer.connection.send(new Port(7));

        assertThat(peer.remote.heard()).contains("Port");
        assertThat(calls).isEmpty();
    }

    @Test
    void aHookMaySaySomethingAtAMessageThatWeAreAboutToSay() {
        List<PeerView> views = new ArrayList<>();
        f.hooks.add(new OpenHook(guard, peer -> {
            views.add(peer);
            return Optional.of(new Recorder(Set.of(), Set.of(Signal.class), message -> {
                if (message == Signal.UNCHOKE) {
                    views.get(0).sendExtended("ut_test", Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
                }
                return Optional.of(message);
            }));
        }));
        Peer peer = f.fastPeer();
        peer.remote.says(new PeerMessage.Extended(
                ExtensionHandshake.ID,
                ExtensionHandshake.builder()
                        .messages(Map.of("ut_test", 7))
                        .build()
                        .encode(Map.of())));
        peer.remote.heard();
        peer.connection.unchoke();
        peer.connection.flush();

        assertThat(peer.remote.heard()).containsExactly("extended 7", "unchoke");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void blocksAreNothingThatAPluginCouldSay() {
        Peer peer = f.fastPeer();

        assertThatThrownBy(() -> peer.connection.send(new PeerMessage.Piece(0, 0, Unpooled.EMPTY_BUFFER)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHookThatMakesABlockOfAMessageIsAtFault() {
        hook(Set.of(Have.class), Set.of(), message -> Optional.of(new PeerMessage.Piece(0, 0, Unpooled.EMPTY_BUFFER)));
        Peer peer = f.fastPeer();
        peer.remote.says(new Have(3));

        assertThat(peer.connection.pieces().has(3)).isFalse();
        assertThat(guard.faultCount()).isEqualTo(1);
    }

    @Test
    void aHookThatFailsLetsTheMessagePass() {
        hook(Set.of(Have.class), Set.of(Signal.class), message -> {
            throw new IllegalStateException("planned");
        });
        Peer peer = f.fastPeer();
        peer.remote.says(new Have(3));

        assertThat(peer.connection.pieces().has(3)).isTrue();
        assertThat(peer.remote.heard()).contains("have all");
        assertThat(guard.faultCount()).isEqualTo(2);
    }

    @Test
    void unknownMessagesAreReadOnlyForThoseWhoWantThem() {
        hook(Set.of(PeerMessage.Unknown.class), Set.of(), Optional::of);
        Peer peer = f.fastPeer();
        peer.remote.says(new PeerMessage.Unknown(77, new byte[3]), new Have(1));

        assertThat(calls).containsExactly("in Unknown[id=77, 3 bytes]");
        assertThat(peer.connection.pieces().has(1)).isTrue();
    }

    @Test
    void aHookMayCloseTheConnectionAtAMessage() {
        List<PeerView> views = new ArrayList<>();
        f.hooks.add(new OpenHook(guard, peer -> {
            views.add(peer);
            return Optional.of(new Recorder(Set.of(Have.class), Set.of(), message -> {
                views.get(0).close("enough");
                return Optional.of(message);
            }));
        }));
        Peer peer = f.fastPeer();
        peer.remote.says(new Have(3), new Have(4));

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("enough");
        assertThat(calls).containsExactly("in Have[piece=3]", "closed");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aPluginComesAndGoesWhileThePeerIsConnected() {
        Peer peer = f.fastPeer();
        OpenHook late = new OpenHook(
                guard, each -> Optional.of(new Recorder(Set.of(Have.class), Set.of(Have.class), Optional::of)));
        peer.connection.addHook(late);
        peer.remote.says(new Have(3));
        peer.connection.removeHook(late);
        peer.remote.says(new Have(4));
        peer.connection.sendHave(0);

        assertThat(calls).containsExactly("in Have[piece=3]", "closed");
        assertThat(peer.connection.pieces().has(4)).isTrue();
        peer.connection.close("over");
        assertThat(calls).hasSize(2);
    }

    private void hook(
            Set<Class<? extends PeerMessage>> received,
            Set<Class<? extends PeerMessage>> sent,
            Function<PeerMessage, Optional<PeerMessage>> answer) {
        TorrentHook hook = peer -> Optional.of(new Recorder(received, sent, answer));
        f.hooks.add(new OpenHook(guard, hook));
    }

    private final class Recorder implements PeerHook {
        private final Set<Class<? extends PeerMessage>> received;
        private final Set<Class<? extends PeerMessage>> sent;
        private final Function<PeerMessage, Optional<PeerMessage>> answer;

        private Recorder(
                Set<Class<? extends PeerMessage>> received,
                Set<Class<? extends PeerMessage>> sent,
                Function<PeerMessage, Optional<PeerMessage>> answer) {
            this.received = received;
            this.sent = sent;
            this.answer = answer;
        }

        @Override
        public Set<Class<? extends PeerMessage>> received() {
            return received;
        }

        @Override
        public Set<Class<? extends PeerMessage>> sent() {
            return sent;
        }

        @Override
        public Optional<PeerMessage> onReceived(PeerMessage message) {
            calls.add("in " + message);
            return answer.apply(message);
        }

        @Override
        public Optional<PeerMessage> onSending(PeerMessage message) {
            calls.add("out " + message);
            return answer.apply(message);
        }

        @Override
        public void onClosed() {
            calls.add("closed");
        }
    }
}
