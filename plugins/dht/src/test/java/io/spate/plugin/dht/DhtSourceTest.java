package io.spate.plugin.dht;

import io.spate.api.peer.PeerSource;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.PeerSourceContract;
import org.slf4j.LoggerFactory;

/** The contract of every peer source. */
class DhtSourceTest extends PeerSourceContract {
    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("dht", FakeDht.bootstrap());
    }

    @Override
    protected PeerSource source(FakePluginContext context) {
        FakeDht network = new FakeDht(context, 5);
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
