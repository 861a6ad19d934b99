package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSource;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.PeerSourceContract;
import io.spate.testkit.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The contract of every peer source. */
class DhtSourceTest extends PeerSourceContract {
    /** The other nodes, among them one torrent. */
    private FakeDht network;

    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("dht", FakeDht.bootstrap());
    }

    @Test
    void announcesNoTorrentThatTurnsOutToBePrivateDuringTheSearch() {
        try (FakePluginContext context = context()) {
            PeerSource source = source(context);
            context.time().advance(Duration.ofSeconds(30));
            FakeTorrent torrent = FakeTorrent.ofSeed(3);
            source.open(torrent, new RecordingSink());
            context.time().runReady();

            torrent.withPrivate(true);
            context.time().advance(Duration.ofMinutes(20));

            assertThat(network.nodes())
                    .allSatisfy(node -> assertThat(node.status().torrents()).isLessThanOrEqualTo(1));
        }
    }

    @Test
    void announcesNoTorrentThatWasLeftDuringTheSearch() {
        try (FakePluginContext context = context()) {
            PeerSource source = source(context);
            context.time().advance(Duration.ofSeconds(30));
            PeerSearch search =
                    source.open(FakeTorrent.ofSeed(3), new RecordingSink()).orElseThrow();
            context.time().runReady();

            search.close();
            context.time().advance(Duration.ofMinutes(20));

            assertThat(network.nodes())
                    .allSatisfy(node -> assertThat(node.status().torrents()).isLessThanOrEqualTo(1));
        }
    }

    @Override
    protected PeerSource source(FakePluginContext context) {
        network = new FakeDht(context, 5);
        network.announce(1, NodeId.of(findable(context).infoHashes().best()), 7777);
        DhtSettings settings = new DhtSettings(context.settings());
        DhtAlerts alerts = new DhtAlerts(context);
        DhtNodes nodes = new DhtNodes(context, settings, alerts, LoggerFactory.getLogger("test"));
        return new DhtSource(context, settings, nodes, alerts);
    }

    @Override
    protected FakeTorrent findable(FakePluginContext context) {
        return FakeTorrent.ofSeed(1);
    }

    @Override
    protected FakeTorrent unanswered(FakePluginContext context) {
        return FakeTorrent.ofSeed(2);
    }
}
