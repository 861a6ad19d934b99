package io.spate.plugin.holepunch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.holepunch.HolepunchFailed;
import io.spate.api.holepunch.HolepunchRelayed;
import io.spate.api.holepunch.HolepunchStarted;
import io.spate.api.net.LinkTag;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerTrait;
import io.spate.testkit.FakePeer;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.RecordingSink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HolepunchProtocolTest {
    private static final String TARGET = "203.0.113.2:6881";

    private final FakePluginContext context = new FakePluginContext("holepunch", "");
    private final HolepunchSource source = new HolepunchSource();
    private final HolepunchProtocol protocol =
            new HolepunchProtocol(context, new HolepunchSettings(context.settings()), source);
    private final FakeTorrent torrent = FakeTorrent.ofSeed(1);
    private final RecordingSink sink = new RecordingSink();
    private final TorrentProtocol punching = protocol.open(torrent).orElseThrow();
    private final PeerSearch search = source.open(torrent, sink).orElseThrow();
    private final Map<FakePeer, PeerProtocol> with = new HashMap<>();

    private final FakePeer one = peer("203.0.113.1:6881");
    private final FakePeer two = peer(TARGET);

    @AfterEach
    void endsWithoutATimer() {
        with.values().forEach(PeerProtocol::onClosed);
        punching.close();
        assertThat(search.close().succeeded()).isTrue();
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
    }

    // As the relay

    @Test
    void introducesTwoPeersToEachOther() {
        connect(one, two);
        says(one, HolepunchMessage.rendezvous(address(TARGET)));

        assertThat(heard(one)).containsExactly(HolepunchMessage.connect(two.address()));
        assertThat(heard(two)).containsExactly(HolepunchMessage.connect(one.address()));
        assertThat(context.alerts().of(HolepunchRelayed.class)).hasSize(1);
    }

    @Test
    void tellsWhereAPeerBehindANatIsReached() {
        FakePeer byUtp = FakePeer.incoming("203.0.113.3:40003")
                .supporting("ut_holepunch")
                .with(LinkTag.UTP);
        byUtp.listeningAt("203.0.113.3:6881");
        FakePeer byTcp = FakePeer.incoming("203.0.113.4:40004").supporting("ut_holepunch");
        byTcp.listeningAt("203.0.113.4:6884");
        connect(byUtp, byTcp);
        says(byUtp, HolepunchMessage.rendezvous(address("203.0.113.4:6884")));

        assertThat(heard(byTcp)).containsExactly(HolepunchMessage.connect(address("203.0.113.3:40003")));
        says(byTcp, HolepunchMessage.rendezvous(address("203.0.113.3:6881")));
        assertThat(heard(byUtp)).contains(HolepunchMessage.connect(address("203.0.113.4:6884")));
    }

    @Test
    void saysWhyItCannotHelp() {
        context.session().listeningOn(List.of(new InetSocketAddress("203.0.113.9", 6881)));
        FakePeer deaf = FakePeer.dialled("203.0.113.5:6881");
        FakePeer neighbour = peer("192.168.0.2:6881");
        connect(one, deaf, neighbour);

        assertThat(answer("203.0.113.9:6881")).isEqualTo(HolepunchError.NO_SELF);
        assertThat(answer("203.0.113.1:6881")).isEqualTo(HolepunchError.NO_SUCH_PEER);
        assertThat(answer("203.0.113.5:0")).isEqualTo(HolepunchError.NO_SUCH_PEER);
        assertThat(answer("224.0.0.1:6881")).isEqualTo(HolepunchError.NO_SUCH_PEER);
        assertThat(answer("203.0.113.6:6881")).isEqualTo(HolepunchError.NOT_CONNECTED);
        assertThat(answer("192.168.0.2:6881")).isEqualTo(HolepunchError.NOT_CONNECTED);
        assertThat(answer("203.0.113.5:6881")).isEqualTo(HolepunchError.NO_SUPPORT);
        assertThat(heard(neighbour)).isEmpty();
    }

    @Test
    void doesNotAnswerAPeerThatTakesNoPart() {
        FakePeer stranger = FakePeer.dialled("203.0.113.8:6881");
        connect(stranger, two);
        says(stranger, HolepunchMessage.rendezvous(address(TARGET)));

        assertThat(heard(two)).isEmpty();
    }

    @Test
    void relaysNoMoreThanTenAMinuteForOnePeer() {
        connect(one, two);
        for (int i = 0; i < 30; i++) {
            says(one, HolepunchMessage.rendezvous(address(TARGET)));
        }
        assertThat(heard(two)).hasSize(10);
        context.time().advance(Duration.ofMinutes(1));
        says(one, HolepunchMessage.rendezvous(address(TARGET)));

        assertThat(heard(two)).hasSize(11);
    }

    // As the one who seeks

    @Test
    void asksThoseWhoTakePartForTheWayToAPeerThatCannotBeDialled() {
        FakePeer deaf = FakePeer.dialled("203.0.113.5:6881");
        FakePeer other = peer("203.0.113.6:6881");
        connect(deaf, one, other);
        search.onUnreachable(found(TARGET, PeerTrait.HOLEPUNCH));
        assertThat(heard(one)).containsExactly(HolepunchMessage.rendezvous(address(TARGET)));
        says(one, HolepunchMessage.error(address(TARGET), HolepunchError.NOT_CONNECTED));
        assertThat(heard(other)).containsExactly(HolepunchMessage.rendezvous(address(TARGET)));
        says(other, HolepunchMessage.connect(address(TARGET)));

        assertThat(sink.dialledNow()).containsExactly("utp " + TARGET);
        assertThat(context.alerts().of(HolepunchStarted.class)).hasSize(1);
    }

    @Test
    void doesNotSeekAPeerOfWhichNobodyToldThatItTakesPart() {
        connect(one);
        search.onUnreachable(found(TARGET, PeerTrait.UTP));

        assertThat(heard(one)).isEmpty();
    }

    @Test
    void saysWhenNobodyCouldHelp() {
        connect(one);
        search.onUnreachable(found(TARGET, PeerTrait.HOLEPUNCH));
        for (int second = 0; second < 12; second++) {
            context.time().advance(Duration.ofSeconds(1));
            punching.onTick();
        }

        assertThat(context.alerts().of(HolepunchFailed.class))
                .extracting(HolepunchFailed::reason)
                .containsExactly("no answer");
    }

    // As the one who is sought

    @Test
    void dialsWhoIsIntroducedToIt() {
        connect(one);
        says(one, HolepunchMessage.connect(address(TARGET)));

        assertThat(sink.dialledNow()).containsExactly("utp " + TARGET);
    }

    @Test
    void dialsNobodyWhoIsConnectedNorAnAddressThatTheRelayHasNoBusinessToTell() {
        connect(one, two);
        for (String address : List.of(TARGET, "203.0.113.7:0", "192.168.0.1:80", "127.0.0.1:80", "224.0.0.1:80")) {
            says(one, HolepunchMessage.connect(address(address)));
        }

        assertThat(sink.dialledNow()).isEmpty();
        assertThat(one.closed()).isEmpty();
    }

    @Test
    void dialsNoMoreThanTenAMinuteForOneRelay() {
        connect(one);
        for (int i = 1; i <= 30; i++) {
            says(one, HolepunchMessage.connect(address("203.0.113.100:" + i)));
        }

        assertThat(sink.dialledNow()).hasSize(10);
    }

    @Test
    void passesOverNonsense() {
        connect(one);
        with.get(one).onMessage(Unpooled.wrappedBuffer(new byte[] {9, 9, 9}));

        assertThat(one.closed()).isEmpty();
        assertThat(heard(one)).isEmpty();
    }

    @Test
    void isNotForPrivateTorrents() {
        assertThat(protocol.open(FakeTorrent.ofSeed(2).withPrivate(true))).isEmpty();
    }

    private HolepunchError answer(String target) {
        int before = heard(one).size();
        says(one, HolepunchMessage.rendezvous(address(target)));
        HolepunchMessage answer = heard(one).get(before);
        assertThat(answer.type()).isEqualTo(HolepunchMessage.Type.ERROR);
        assertThat(answer.peer()).isEqualTo(address(target));
        return HolepunchError.of(answer.errorCode()).orElseThrow();
    }

    private void connect(FakePeer... peers) {
        for (FakePeer peer : peers) {
            with.put(peer, punching.open(peer));
        }
    }

    private void says(FakePeer peer, HolepunchMessage message) {
        with.get(peer).onMessage(message.encode());
    }

    private static List<HolepunchMessage> heard(FakePeer peer) {
        return peer.sent("ut_holepunch").stream()
                .map(payload ->
                        HolepunchMessage.decode(Unpooled.wrappedBuffer(payload)).orElseThrow())
                .toList();
    }

    private static FakePeer peer(String address) {
        return FakePeer.dialled(address).supporting("ut_holepunch");
    }

    private static FoundPeer found(String address, PeerTrait... traits) {
        return new FoundPeer(address(address), Set.of(traits));
    }

    private static PeerAddress address(String text) {
        return PeerAddress.parse(text).orElseThrow();
    }
}
