package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerTrait;
import io.spate.api.peer.PeerView;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.peer.PeerFixture.Peer;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.testkit.RecordingAlerts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerExtensionsTest {
    private final PeerFixture f = new PeerFixture(8);
    private final List<String> calls = new ArrayList<>();
    private final Guard guard = VirtualGuards.in(f.time, new RecordingAlerts()).of("x", reason -> {});

    @AfterEach
    void giveBackMemory() {
        f.close();
    }

    @Test
    void passesMessagesByTheirIds() {
        f.protocols.add(protocol("ut_x", Recorder::new));
        Peer peer = f.fastPeer();
        peer.remote.says(handshake(Map.of("ut_x", 7)), message(1, 5));

        assertThat(calls).containsExactly("ut_x handshake", "ut_x message 5");
        assertThat(peer.connection.supports("ut_x")).isTrue();
        assertThat(peer.connection.sendExtended("ut_x", Unpooled.buffer().writeByte(1)))
                .isTrue();
        assertThat(peer.remote.heard()).contains("extended 7");
        peer.connection.close("over");
        assertThat(calls).endsWith("ut_x closed");
    }

    @Test
    void aPluginMayCloseTheConnectionBeforeItBegan() {
        f.protocols.add(protocol("ut_x", peer -> {
            peer.close("not this one");
            return new Recorder(peer);
        }));
        f.protocols.add(protocol("ut_y", Recorder::new));
        Peer peer = f.fastPeer();

        assertThat(f.closed).extracting(CloseReason::text).containsExactly("not this one");
        assertThat(peer.remote.heard()).isEmpty();
        assertThat(calls).containsExactly("ut_x closed");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aPluginMayCloseTheConnectionAtTheHandshake() {
        f.protocols.add(protocol("ut_x", peer -> new Recorder(peer) {
            @Override
            public void onHandshake(BencodeDictionary handshake) {
                peer.close("seen enough");
            }
        }));
        f.protocols.add(protocol("ut_y", Recorder::new));
        Peer peer = f.fastPeer();
        peer.remote.says(handshake(Map.of("ut_x", 1)), message(1, 5));

        assertThat(calls).containsExactlyInAnyOrder("ut_x closed", "ut_y closed");
        assertThat(f.closed).hasSize(1);
    }

    @Test
    void aMessageThatAPluginStumblesOverEndsTheConnection() {
        f.protocols.add(protocol("ut_x", peer -> new Recorder(peer) {
            @Override
            public void onMessage(ByteBuf payload) {
                throw new IllegalStateException("stumbled");
            }
        }));
        Peer peer = f.fastPeer();
        peer.remote.says(message(1, 5), message(1, 6));

        assertThat(guard.faultCount()).isEqualTo(1);
        assertThat(f.closed).extracting(CloseReason::text).containsExactly("plugin x failed at a message of it");
    }

    @Test
    void announcesWhatComesLaterButNotWhatIsNotForThePeer() {
        Peer peer = f.fastPeer();
        peer.remote.heard();

        peer.connection.addProtocol(protocol("ut_none", view -> null));
        assertThat(peer.remote.heard()).isEmpty();
        peer.connection.addProtocol(protocol("ut_x", Recorder::new));
        assertThat(peer.remote.heard()).containsExactly("extended 0");
    }

    @Test
    void learnsOfThePeersTraitsAsTheyShow() {
        Peer peer = f.fastPeer();
        Set<PeerTrait> before = peer.connection.traits();
        peer.remote.says(introduction(ExtensionHandshake.builder()
                .messages(Map.of("ut_holepunch", 4))
                .prefersEncryption(true)
                .uploadOnly(true)));

        assertThat(before).doesNotContain(PeerTrait.HOLEPUNCH, PeerTrait.PREFERS_ENCRYPTION, PeerTrait.UPLOAD_ONLY);
        assertThat(peer.connection.traits())
                .contains(PeerTrait.HOLEPUNCH, PeerTrait.PREFERS_ENCRYPTION, PeerTrait.UPLOAD_ONLY);
    }

    @Test
    void believesTheFirstPortThatThePeerTells() {
        Peer peer = f.incomingPeer();
        peer.remote.says(introduction(ExtensionHandshake.builder().listenPort(4000)));
        peer.remote.says(introduction(ExtensionHandshake.builder().listenPort(4001)));

        assertThat(peer.connection.listenAddress()).map(PeerAddress::port).contains(4000);
        assertThat(peer.connection.traits()).doesNotContain(PeerTrait.REACHABLE);
    }

    @Test
    void ignoresAFloodOfHandshakes() {
        f.protocols.add(protocol("ut_x", Recorder::new));
        Peer peer = f.fastPeer();
        for (int i = 0; i < 5_000; i++) {
            peer.remote.says(handshake(Map.of("name" + i, i % 255 + 1)));
        }

        assertThat(f.closed).isEmpty();
        assertThat(calls).hasSize(5_000);
    }

    @Test
    void leavesTheKernelsOwnMessagesToTheKernel() {
        f.protocols.add(protocol("lt_donthave", Recorder::new));
        f.protocols.add(protocol("ut_x", Recorder::new));
        Peer peer = f.fastPeer();
        peer.remote.heard();
        assertThat(peer.remote.introduction().messages())
                .containsEntry("ut_x", 1)
                .containsEntry("lt_donthave", 2);

        peer.remote.says(new PeerMessage.Extended(2, new byte[4]));
        assertThat(calls).isEmpty();
        assertThat(f.closed).isEmpty();
    }

    private OpenProtocol protocol(String name, Function<PeerView, PeerProtocol> open) {
        return new OpenProtocol(name, guard, (TorrentProtocol) peer -> {
            PeerProtocol opened = open.apply(peer);
            if (opened instanceof Recorder recorder) {
                recorder.name = name;
            }
            return opened;
        });
    }

    private static PeerMessage handshake(Map<String, Integer> ids) {
        return new PeerMessage.Extended(
                0, ExtensionHandshake.builder().messages(ids).build().encode(Map.of()));
    }

    private static PeerMessage introduction(ExtensionHandshake.Builder handshake) {
        return new PeerMessage.Extended(0, handshake.build().encode(Map.of()));
    }

    private static PeerMessage message(int id, int content) {
        return new PeerMessage.Extended(id, new byte[] {(byte) content});
    }

    private class Recorder implements PeerProtocol {
        private String name;

        private Recorder(PeerView peer) {
            assertThat(peer.pieces().size()).isEqualTo(PeerFixture.PIECES);
        }

        @Override
        public void onHandshake(BencodeDictionary handshake) {
            calls.add(name + " handshake");
        }

        @Override
        public void onMessage(ByteBuf payload) {
            calls.add(name + " message " + payload.readByte());
        }

        @Override
        public void onClosed() {
            calls.add(name + " closed");
        }
    }
}
