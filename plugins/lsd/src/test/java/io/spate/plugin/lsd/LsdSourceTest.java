package io.spate.plugin.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.lsd.LocalPeerFound;
import io.spate.api.peer.PeerSearch;
import io.spate.testkit.FakeMulticast;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.RecordingSink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LsdSourceTest {
    private static final InetSocketAddress NEIGHBOUR = new InetSocketAddress("192.168.0.7", 6771);

    private final FakePluginContext context = new FakePluginContext("lsd", "");
    private final LsdSource source = new LsdSource(context, new LsdSettings(context.settings()));
    private final RecordingSink sink = new RecordingSink();
    private final FakeTorrent torrent = FakeTorrent.ofSeed(1);
    private final List<PeerSearch> searches = new ArrayList<>();

    @AfterEach
    void leavesTheGroupsAndNoTimer() {
        searches.forEach(PeerSearch::close);
        context.time().runReady();
        assertThat(context.network().multicasts()).allMatch(FakeMulticast::isClosed);
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
    }

    @Test
    void announcesToBothGroupsWhereWeListen() {
        search(torrent);

        for (LsdGroup group : LsdGroup.values()) {
            LsdMessage message = sent(group).get(0);
            assertThat(message.host()).isEqualTo(group.host());
            assertThat(message.port()).isEqualTo(6881);
            assertThat(message.infoHashes()).containsExactly(hash(torrent));
            assertThat(message.cookie()).isPresent();
        }
    }

    @Test
    void startsNoTimerIfBothFamiliesAreOff() {
        try (FakePluginContext deaf =
                new FakePluginContext("lsd", "spate.plugins.lsd { ipv4 = false, ipv6 = false }")) {
            LsdSource silent = new LsdSource(deaf, new LsdSettings(deaf.settings()));
            silent.open(FakeTorrent.ofSeed(1), sink);
            silent.open(FakeTorrent.ofSeed(2), sink);
            deaf.time().advance(Duration.ofMinutes(1));

            assertThat(deaf.time().pendingTimers()).isZero();
        }
    }

    @Test
    void announcesNothingWhileWeListenNowhere() {
        context.session().listeningOn(List.of());
        search(torrent);
        context.time().advance(Duration.ofMinutes(10));

        assertThat(sent(LsdGroup.IPV4)).isEmpty();
    }

    @Test
    void findsWhoAnnouncesTheSameTorrent() {
        search(torrent);
        deliver("neighbour", 7000, hash(torrent), hash(FakeTorrent.ofSeed(9)));

        assertThat(sink.found())
                .containsExactly(PeerAddress.parse("192.168.0.7:7000").orElseThrow());
        assertThat(context.alerts().of(LocalPeerFound.class)).hasSize(1);
    }

    @Test
    void doesNotFindItself() {
        search(torrent);
        group(LsdGroup.IPV4).takeSent().forEach(own -> group(LsdGroup.IPV4).deliver(NEIGHBOUR, own));
        context.time().runReady();

        assertThat(sink.found()).isEmpty();
    }

    @Test
    void hearsAHostThatFloodsNoMore() {
        search(torrent);
        for (int i = 0; i < 90; i++) {
            deliver("neighbour", 1000 + i, hash(torrent));
        }

        assertThat(sink.found()).hasSize(60);
    }

    @Test
    void saysAndHearsNothingOfAMagnetLinkThatTurnsOutToBePrivate() {
        search(torrent);
        FakeMulticast group = group(LsdGroup.IPV4);
        group.takeSent();
        torrent.withPrivate(true);
        deliver("neighbour", 7000, hash(torrent));
        context.time().advance(Duration.ofMinutes(10));

        assertThat(group.takeSent()).isEmpty();
        assertThat(group.isClosed()).isTrue();
        assertThat(sink.found()).isEmpty();
    }

    @Test
    void isNotForPrivateTorrents() {
        assertThat(source.servesPrivateTorrents()).isFalse();
    }

    @Test
    void leavesTheGroupsWithTheLastTorrentAndJoinsThemAgain() {
        search(torrent);
        searches.get(0).close();
        context.time().runReady();
        assertThat(context.network().multicasts()).hasSize(2).allMatch(FakeMulticast::isClosed);

        search(torrent);
        assertThat(context.network().multicasts())
                .hasSize(4)
                .filteredOn(FakeMulticast::isClosed)
                .hasSize(2);
    }

    @Test
    void leavesTheGroupsWhenThePluginStops() {
        search(torrent);
        source.close();
        context.time().runReady();

        assertThat(context.network().multicasts()).hasSize(2).allMatch(FakeMulticast::isClosed);
    }

    private void search(FakeTorrent sought) {
        searches.add(source.open(sought, sink).orElseThrow());
        context.time().advance(Duration.ofSeconds(3));
    }

    private void deliver(String cookie, int port, InfoHash... hashes) {
        group(LsdGroup.IPV4)
                .deliver(NEIGHBOUR, new LsdMessage("x", port, List.of(hashes), Optional.of(cookie)).encode());
        context.time().runReady();
    }

    private FakeMulticast group(LsdGroup group) {
        return context.network().multicasts().stream()
                .filter(each -> each.group().equals(group.address()) && !each.isClosed())
                .findFirst()
                .orElseThrow();
    }

    private List<LsdMessage> sent(LsdGroup group) {
        return group(group).takeSent().stream()
                .map(bytes -> LsdMessage.decode(bytes).orElseThrow())
                .toList();
    }

    private static InfoHash hash(FakeTorrent of) {
        return of.infoHashes().v1().orElseThrow();
    }
}
