package io.spate.plugin.pex;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerTrait;
import io.spate.api.pex.PeersExchanged;
import io.spate.testkit.FakePeer;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PexProtocolTest {
    private final FakePluginContext context = new FakePluginContext("pex", "");
    private final PexSource source = new PexSource();
    private final PexProtocol protocol = new PexProtocol(context, new PexSettings(context.settings()), source);
    private final FakeTorrent torrent = FakeTorrent.ofSeed(1);
    private final RecordingSink sink = new RecordingSink();
    private final TorrentProtocol exchange = protocol.open(torrent).orElseThrow();
    private final PeerSearch search = source.open(torrent, sink).orElseThrow();
    private final List<FakePeer> peers = new ArrayList<>();
    private final List<PeerProtocol> opened = new ArrayList<>();

    @AfterEach
    void endsWithoutATimer() {
        opened.forEach(PeerProtocol::onClosed);
        exchange.close();
        assertThat(search.close().succeeded()).isTrue();
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
    }

    @Test
    void tellsANewcomerOfAllWhoListenAndHowTheyAreReached() {
        FakePeer seed = FakePeer.dialled("10.0.0.1:6881").with(PeerTrait.UPLOAD_ONLY);
        FakePeer leecher = FakePeer.incoming("10.0.0.2:50000").listeningAt("10.0.0.2:6881");
        FakePeer hidden = FakePeer.incoming("10.0.0.3:50000");
        FakePeer newcomer = FakePeer.incoming("10.0.0.4:50000").supporting("ut_pex");
        connect(seed, leecher, hidden, newcomer);

        pass(Duration.ofSeconds(3));

        assertThat(told(newcomer))
                .containsExactly(new PexMessage(
                        List.of(
                                found("10.0.0.1:6881", PeerTrait.UPLOAD_ONLY, PeerTrait.REACHABLE),
                                found("10.0.0.2:6881")),
                        List.of()));
    }

    @Test
    void tellsNobodyOfHimselfNorOneWhoDoesNotAsk() {
        FakePeer alone = FakePeer.dialled("10.0.0.1:6881").supporting("ut_pex");
        connect(alone);
        pass(Duration.ofMinutes(3));
        assertThat(told(alone)).isEmpty();

        FakePeer deaf = FakePeer.dialled("10.0.0.2:6881");
        connect(deaf);
        pass(Duration.ofMinutes(3));
        assertThat(told(alone)).hasSize(1);
        assertThat(deaf.sent("ut_pex")).isEmpty();
    }

    @Test
    void tellsWhatChangedAMinuteLaterAtTheEarliest() {
        FakePeer peer = FakePeer.dialled("10.0.0.1:6881").supporting("ut_pex");
        FakePeer first = FakePeer.dialled("10.0.0.2:6881");
        connect(peer, first);
        pass(Duration.ofSeconds(3));

        FakePeer second = FakePeer.dialled("10.0.0.3:6881");
        connect(second);
        disconnect(first);
        pass(Duration.ofSeconds(50));
        assertThat(told(peer)).hasSize(1);
        pass(Duration.ofSeconds(30));

        assertThat(told(peer))
                .hasSize(2)
                .last()
                .isEqualTo(new PexMessage(
                        List.of(found("10.0.0.3:6881", PeerTrait.REACHABLE)), List.of(address("10.0.0.2:6881"))));
        pass(Duration.ofMinutes(10));
        assertThat(told(peer)).hasSize(2);
    }

    @Test
    void tellsSeedsOfNoSeeds() {
        FakePeer seed = FakePeer.dialled("10.0.0.1:6881").supporting("ut_pex").with(PeerTrait.UPLOAD_ONLY);
        FakePeer other = FakePeer.dialled("10.0.0.2:6881").with(PeerTrait.UPLOAD_ONLY);
        connect(seed, other);
        pass(Duration.ofMinutes(3));

        assertThat(told(seed)).isEmpty();
    }

    @Test
    void keepsNeighboursFromStrangers() {
        FakePeer stranger = FakePeer.dialled("1.2.3.4:6881").supporting("ut_pex");
        FakePeer neighbour = FakePeer.dialled("192.168.0.2:6881").supporting("ut_pex");
        connect(stranger, neighbour);
        pass(Duration.ofMinutes(3));

        assertThat(told(stranger)).isEmpty();
        assertThat(told(neighbour)).hasSize(1);
    }

    @Test
    void handsOnWhomItIsToldOf() {
        FakePeer peer = FakePeer.dialled("10.0.0.1:6881");
        says(
                connect(peer).get(0),
                new PexMessage(
                        List.of(found("10.0.0.2:6881", PeerTrait.UTP), found("127.0.0.1:80")),
                        List.of(address("10.0.0.9:6881"))));

        assertThat(sink.foundPeers()).containsExactly(found("10.0.0.2:6881", PeerTrait.UTP));
        assertThat(context.alerts().of(PeersExchanged.class))
                .containsExactly(new PeersExchanged(
                        context.clock().instant(), torrent.infoHashes().best(), peer.address(), 2, 1, 1));
    }

    @Test
    void letsGoOfAPeerThatFloods() {
        FakePeer peer = FakePeer.dialled("10.0.0.1:6881");
        PeerProtocol with = connect(peer).get(0);
        for (int i = 0; i < 5; i++) {
            says(with, new PexMessage(List.of(), List.of()));
        }
        assertThat(peer.closed()).isEmpty();
        says(with, new PexMessage(List.of(), List.of()));

        assertThat(peer.closed()).contains("ut_pex: a flood of messages (expected: one a minute)");
    }

    @Test
    void letsGoOfAPeerThatTalksNonsense() {
        FakePeer garbled = FakePeer.dialled("10.0.0.1:6881");
        FakePeer wordy = FakePeer.dialled("10.0.0.2:6881");
        List<PeerProtocol> with = connect(garbled, wordy);
        with.get(0).onMessage(Unpooled.copiedBuffer("nonsense", StandardCharsets.UTF_8));
        with.get(1).onMessage(Unpooled.wrappedBuffer(new byte[600_000]));

        assertThat(garbled.closed()).contains("ut_pex: not bencoded (expected: a dictionary)");
        assertThat(wordy.closed()).contains("ut_pex: 600000 bytes (expected: at most 512000)");
        assertThat(sink.calls()).isZero();
    }

    @Test
    void isNotForPrivateTorrents() {
        assertThat(protocol.open(FakeTorrent.ofSeed(2).withPrivate(true))).isEmpty();
        assertThat(source.servesPrivateTorrents()).isFalse();
    }

    @Test
    void fallsSilentWhenTheMetadataSaysThatTheTorrentIsPrivate() {
        FakePeer peer = FakePeer.dialled("10.0.0.1:6881").supporting("ut_pex");
        List<PeerProtocol> with = connect(peer, FakePeer.dialled("10.0.0.2:6881"));
        torrent.withPrivate(true);
        says(with.get(0), new PexMessage(List.of(found("10.0.0.3:6881")), List.of()));
        pass(Duration.ofMinutes(3));

        assertThat(peer.sent("ut_pex")).isEmpty();
        assertThat(sink.found()).isEmpty();
    }

    @Test
    void dropsWhatComesAfterTheSearch() {
        PeerProtocol with = connect(FakePeer.dialled("10.0.0.1:6881")).get(0);
        search.close();
        says(with, new PexMessage(List.of(found("10.0.0.3:6881")), List.of()));

        assertThat(sink.found()).isEmpty();
    }

    private List<PeerProtocol> connect(FakePeer... more) {
        List<PeerProtocol> connected = new ArrayList<>();
        for (FakePeer peer : more) {
            connected.add(exchange.open(peer));
            peers.add(peer);
        }
        opened.addAll(connected);
        return connected;
    }

    private void disconnect(FakePeer peer) {
        opened.get(peers.indexOf(peer)).onClosed();
    }

    private static void says(PeerProtocol with, PexMessage message) {
        with.onMessage(Unpooled.wrappedBuffer(message.encode()));
    }

    /** The kernel ticks once a second. */
    private void pass(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            context.time().advance(Duration.ofSeconds(1));
            exchange.onTick();
        }
    }

    private static List<PexMessage> told(FakePeer peer) {
        return peer.sent("ut_pex").stream()
                .map(payload -> PexMessage.decode(payload, 1000).orElseThrow())
                .toList();
    }

    private static FoundPeer found(String address, PeerTrait... traits) {
        return new FoundPeer(address(address), Set.of(traits));
    }

    private static PeerAddress address(String text) {
        return PeerAddress.parse(text).orElseThrow();
    }
}
