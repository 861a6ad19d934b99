package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.peer.PeerTrait;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.peer.FakeLink;
import io.spate.kernel.upgrade.XorUpgrade;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.PeerWireEncoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is connected, and who is not. */
class SwarmTest {
    private static final PeerId LOWER = id('!');
    private static final PeerId HIGHER = id('~');

    private TorrentFixture f = new TorrentFixture();
    private final List<PeerSink> sinks = new ArrayList<>();
    private final List<FoundPeer> unreachable = new ArrayList<>();
    private int hosts;

    @BeforeEach
    void start() {
        f.exchanging();
    }

    @AfterEach
    void stop() {
        f.ref.stop();
        f.time.run(() -> f.dialling.forEach(attempt -> attempt.tryFail("the test is over")));
        assertThat(f.connections.open()).isZero();
        assertThat(f.time.pendingTimers()).isZero();
    }

    @Test
    void answersAPeerThatSentItsInfoHashAndNoMore() {
        FakeLink link = incoming();
        ByteBuf theirs = handshake(LOWER, hash());
        comesIn(link, theirs.readRetainedSlice(48));

        ByteBuf ours = link.take();
        assertThat(ours.readableBytes()).isEqualTo(Handshake.LENGTH);
        ours.release();
        link.deliver(theirs);
        f.time.runReady();

        assertThat(f.alerts.of(PeerConnected.class)).hasSize(1);
    }

    @Test
    void letsGoOfThoseInAHandshakeWhenItStops() {
        FakeLink incoming = incoming();
        comesIn(incoming, handshake(LOWER, hash()).readSlice(48).retain());
        FakeLink outgoing = dial();

        f.ref.pause();
        f.time.runReady();

        assertThat(incoming.isClosed()).isTrue();
        assertThat(outgoing.isClosed()).isTrue();
        assertThat(f.connections.open()).isZero();
    }

    @Test
    void doesNotWaitLongForAHandshake() {
        FakeLink link = dial();
        f.time.advance(Duration.ofSeconds(11));

        assertThat(link.isClosed()).isTrue();
        assertThat(f.alerts.of(PeerConnectFailed.class))
                .extracting(PeerConnectFailed::reason)
                .containsExactly("no handshake within 10 s");
    }

    @Test
    void letsInNoMorePeersThanTheLimitAndCountsThoseInAHandshake() {
        for (int i = 0; i < 25; i++) {
            comesIn(incoming(), handshake(LOWER, hash()).readSlice(48).retain());
        }

        assertThat(f.connections.open()).isEqualTo(20);
        assertThat(f.alerts.of(PeerConnectFailed.class))
                .extracting(PeerConnectFailed::reason)
                .containsOnly("the torrent has 20 peers already")
                .hasSize(5);
    }

    @Test
    void refusesAPeerOfAnotherTorrentAndOneThatIsNone() {
        answers(dial(), handshake(LOWER, InfoHash.of(new byte[20])));
        answers(dial(), Unpooled.copiedBuffer("HTTP/1.1 400 Bad Request", StandardCharsets.US_ASCII));

        assertThat(f.alerts.of(PeerConnectFailed.class))
                .extracting(PeerConnectFailed::reason)
                .anySatisfy(reason -> assertThat(reason).startsWith("it answered for another torrent: 0000"))
                .anySatisfy(reason -> assertThat(reason).startsWith("handshake byte 0: 72"));
        assertThat(f.connections.open()).isZero();
    }

    @Test
    void dialsNobodyWhileAllAreRefusedAndBlamesNobodyForIt() {
        PeerAddress address = new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881);
        f.ref.connect(address);
        f.time.runReady();
        f.refusal = Optional.of("plugin guard does not run");
        f.time.run(() -> f.dialling.get(0).fail("plugin guard does not run")); // it was under way
        f.time.advance(Duration.ofMinutes(10));
        assertThat(f.dialled).hasSize(1);

        f.refusal = Optional.empty();
        f.time.advance(Duration.ofSeconds(5)); // a tick

        assertThat(f.dialled).hasSize(2);
        assertThat(f.dialling.get(1).future().isComplete()).isFalse();
        f.time.run(() -> f.dialling.get(1).fail("connection refused"));
        f.time.advance(Duration.ofSeconds(5)); // what a first failure costs a peer of the user, 4 s; a second, 6
        assertThat(f.dialled).hasSize(3);
    }

    @Test
    void neverDialsItselfAgain() {
        FakeLink link = dial();
        answers(link, handshake(f.session.peerId(), hash()));
        assertThat(link.isClosed()).isTrue();

        f.time.advance(Duration.ofMinutes(10));

        assertThat(f.dialled).hasSize(1);
    }

    @Test
    void ofTwoLinksToAPeerTheOneStaysThatTheHigherIdOpened() {
        assertThat(connectBothWays(LOWER, true)).isEqualTo("ours");
        assertThat(connectBothWays(HIGHER, true)).isEqualTo("theirs");
        assertThat(connectBothWays(id('"'), false)).isEqualTo("ours");
        assertThat(connectBothWays(id('}'), false)).isEqualTo("theirs");
    }

    @Test
    void refusesAPeerThatConnectsTwice() {
        FakeLink first = incoming();
        comesIn(first, handshake(LOWER, hash()));
        FakeLink second = incoming();
        comesIn(second, handshake(LOWER, hash()));

        assertThat(first.isClosed()).isFalse();
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void triesAPeerAgainThatWentAway() {
        FakeLink link = dial();
        answers(link, handshake(LOWER, hash()));
        link.close();
        f.time.runReady();
        assertThat(f.alerts.of(PeerDisconnected.class)).hasSize(1);

        f.time.advance(Duration.ofMinutes(1));

        assertThat(f.dialled).hasSize(2);
        f.time.run(() -> f.dialling.get(1).fail("nobody answers"));
    }

    @Test
    void goesTheNextWayToAPeerThatHangsUpOnTheFirst() {
        f.ways = 2;
        FakeLink first = dial();
        f.time.run(first::close);
        assertThat(f.dialled).hasSize(2);
        FakeLink second = new FakeLink(f.time.loop(), f.dialled.get(1).address(), false);
        f.time.run(() -> f.dialling.get(1).complete(second));
        answers(second, handshake(LOWER, hash()));

        assertThat(f.alerts.of(PeerConnected.class)).hasSize(1);
        assertThat(f.alerts.of(PeerConnectFailed.class)).isEmpty();
        assertThat(f.connections.open()).isEqualTo(1);
    }

    @Test
    void tellsWhyNoWayLedToAPeer() {
        f.ways = 2;
        f.time.run(dial()::close);
        f.time.run(() -> f.dialling.get(1).fail("nobody answers"));

        assertThat(f.alerts.of(PeerConnectFailed.class))
                .extracting(PeerConnectFailed::reason)
                .containsExactly("closed before the handshake; nobody answers");
        assertThat(f.connections.open()).isZero();
    }

    @Test
    void goesNoOtherWayOnceTheTorrentIsStopped() {
        f.ways = 2;
        dial();
        f.ref.pause();
        f.time.runReady();

        assertThat(f.dialled).hasSize(1);
        assertThat(f.connections.open()).isZero();
    }

    @Test
    void passesOnToTheDialerWhatWasHeardOfAPeer() {
        FoundPeer found = new FoundPeer(address("10.0.0.77"), Set.of(PeerTrait.UTP));
        sources(found);

        assertThat(f.dialled).containsExactly(found);
    }

    @Test
    void doesNotDialAPeerThatDialledUsAndToldWhereItListens() {
        FakeLink link = incoming();
        comesIn(link, handshake(LOWER, hash()));
        says(link, ExtensionHandshake.builder().listenPort(6881));
        sources(FoundPeer.at(address(link.remote().host())), FoundPeer.at(address("10.0.0.78")));

        assertThat(f.dialled).containsExactly(FoundPeer.at(address("10.0.0.78")));
    }

    @Test
    void dialsAPeerThatDialledUsAfterItWent() {
        FakeLink link = incoming();
        comesIn(link, handshake(LOWER, hash()));
        says(link, ExtensionHandshake.builder().listenPort(6881).messages(Map.of("ut_holepunch", 1)));
        link.close();
        f.time.advance(Duration.ofMinutes(2));

        assertThat(f.dialled)
                .containsExactly(new FoundPeer(address(link.remote().host()), Set.of(PeerTrait.HOLEPUNCH)));
    }

    @Test
    void keepsAPeerWhenNeitherEndWantsDataIfItShall() {
        f.ref.stop();
        f = new TorrentFixture(added -> added, false);
        f.exchanging();
        FakeLink partialSeed = dial();
        answers(partialSeed, handshake(HIGHER, hash()));
        says(partialSeed, ExtensionHandshake.builder().uploadOnly(true));

        f.ref.prioritiseFiles(List.of(0));
        f.time.runReady();

        assertThat(partialSeed.isClosed()).isFalse();
    }

    @Test
    void letsAPeerGoWhenNeitherEndWantsDataAndDialsItAgainWhenWeDo() {
        FakeLink wants = dial();
        answers(wants, handshake(LOWER, hash()));
        FakeLink partialSeed = dial();
        answers(partialSeed, handshake(HIGHER, hash()));
        says(partialSeed, ExtensionHandshake.builder().uploadOnly(true));
        assertThat(partialSeed.isClosed()).isFalse();

        f.ref.prioritiseFiles(List.of(0));
        f.time.runReady();
        assertThat(partialSeed.isClosed()).isTrue();
        assertThat(wants.isClosed()).isFalse();
        assertThat(f.alerts.of(PeerDisconnected.class))
                .extracting(PeerDisconnected::reason)
                .containsExactly("neither end wants data");
        says(wants, ExtensionHandshake.builder().uploadOnly(true));
        assertThat(wants.isClosed()).isTrue();

        f.time.advance(Duration.ofHours(1));
        assertThat(f.dialled).hasSize(2);
        f.ref.prioritiseFiles(List.of(4));
        f.time.advance(Duration.ofMinutes(2));
        assertThat(f.dialled).hasSize(4);
    }

    @Test
    void tellsSourcesOfAPeerThatWasDialledInVainWithWhatWasHeardOfIt() {
        FoundPeer found = new FoundPeer(address("10.0.0.77"), Set.of(PeerTrait.HOLEPUNCH));
        sources(found);
        f.time.run(() -> f.dialling.get(0).fail("nobody answers"));

        assertThat(unreachable).containsExactly(found);
    }

    @Test
    void dialsAtOnceAndByOneTransportWhomASourceWantsDialledNow() {
        sources(FoundPeer.at(address("10.0.0.77")));
        f.time.run(() -> f.dialling.get(0).fail("nobody answers"));
        sinks.get(0).dialNow(address("10.0.0.77"), "utp");
        f.time.runReady();

        assertThat(f.dialledBy).containsExactly("any", "utp");
    }

    @Test
    void doesNotDialNowWhoIsConnected() {
        sources();
        FakeLink link = dial();
        answers(link, handshake(LOWER, hash()));
        sinks.get(0).dialNow(link.remote(), "utp");
        f.time.runReady();

        assertThat(f.dialledBy).containsExactly("any");
    }

    @Test
    void letsGoOfAPeerThatIsBeingDialledWhenItsSourceTakesItBackAndNeverDialsItAgain() {
        sources(FoundPeer.at(address("10.0.0.77")), FoundPeer.at(address("10.0.0.78")));
        FakeLink shaking = new FakeLink(f.time.loop(), f.dialled.get(0).address(), false);
        f.time.run(() -> f.dialling.get(0).complete(shaking));
        sinks.get(0).onWithdrawn();
        f.time.runReady();

        answers(shaking, handshake(LOWER, hash()));
        FakeLink late = new FakeLink(f.time.loop(), f.dialled.get(1).address(), false);
        f.time.run(() -> f.dialling.get(1).complete(late));
        f.time.advance(Duration.ofMinutes(10));

        assertThat(shaking.isClosed()).isTrue();
        assertThat(late.isClosed()).isTrue();
        assertThat(f.alerts.of(PeerConnected.class)).isEmpty();
        assertThat(unreachable).isEmpty();
        assertThat(f.dialled).hasSize(2);
        assertThat(f.connections.open()).isZero();
    }

    private void sources(FoundPeer... found) {
        PeerSource source = new PeerSource() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
                sinks.add(sink);
                sink.onFoundPeers(List.of(found));
                return Optional.of(new PeerSearch() {
                    @Override
                    public void onUnreachable(FoundPeer peer) {
                        unreachable.add(peer);
                    }

                    @Override
                    public Future<Void> close() {
                        return Future.succeededFuture();
                    }
                });
            }
        };
        f.extensions.register(guards().of("test", reason -> {}), source);
        f.time.runReady();
    }

    private Guards guards() {
        return VirtualGuards.in(f.time, f.alerts);
    }

    private void says(FakeLink link, ExtensionHandshake.Builder handshake) {
        ByteBuf bytes = Unpooled.buffer();
        PeerWireEncoder.extended(
                bytes, 0, Unpooled.wrappedBuffer(handshake.build().encode(Map.of())));
        f.time.run(() -> link.deliver(bytes));
    }

    private static PeerAddress address(String host) {
        return new PeerAddress(PeerAddress.IP, host, 6881);
    }

    @Test
    void tellsPeersWhatUpgradesAddToTheExtendedHandshake() {
        XorUpgrade upgrade = new XorUpgrade();
        upgrade.handshakeKeys = Map.of("e", BencodeInteger.of(1));
        f.extensions.register(guards().ofKernel(), upgrade);
        FakeLink link = incoming();
        comesIn(link, handshake(LOWER, hash()));

        ByteBuf said = link.take();
        assertThat(said.toString(StandardCharsets.ISO_8859_1)).contains("1:ei1e");
        said.release();
    }

    private String connectBothWays(PeerId peer, boolean oursFirst) {
        FakeLink ours = dial();
        FakeLink theirs = incoming();
        if (oursFirst) {
            answers(ours, handshake(peer, hash()));
            comesIn(theirs, handshake(peer, hash()));
        } else {
            comesIn(theirs, handshake(peer, hash()));
            answers(ours, handshake(peer, hash()));
        }
        assertThat(ours.isClosed()).isNotEqualTo(theirs.isClosed());
        return ours.isClosed() ? "theirs" : "ours";
    }

    private FakeLink incoming() {
        return new FakeLink(f.time.loop(), new PeerAddress(PeerAddress.IP, "10.0.1." + ++hosts, 50_000), true);
    }

    /** A peer that we dialled, and that is connected. */
    private FakeLink dial() {
        PeerAddress address = new PeerAddress(PeerAddress.IP, "10.0.0." + ++hosts, 6881);
        f.ref.connect(address);
        f.time.runReady();
        FakeLink link = new FakeLink(f.time.loop(), address, false);
        int attempt = f.dialled.lastIndexOf(FoundPeer.at(address));
        f.time.run(() -> f.dialling.get(attempt).complete(link));
        return link;
    }

    private void comesIn(FakeLink link, ByteBuf bytes) {
        f.time.run(() -> {
            HandshakeDecoder decoder = new HandshakeDecoder();
            decoder.feed(bytes);
            f.ref.onIncoming(link, decoder, bytes);
        });
    }

    private void answers(FakeLink link, ByteBuf bytes) {
        f.time.run(() -> link.deliver(bytes));
    }

    private InfoHash hash() {
        return f.torrent.metainfo().infoHashes().best();
    }

    private static ByteBuf handshake(PeerId id, InfoHash hash) {
        ByteBuf bytes = Unpooled.buffer();
        new Handshake(ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST), hash, id).encode(bytes);
        return bytes;
    }

    /** Ours begins with a hyphen. */
    private static PeerId id(char first) {
        byte[] bytes = new byte[20];
        bytes[0] = (byte) first;
        return PeerId.of(bytes);
    }
}
