package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessageHook;
import io.spate.testkit.FakePeer;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.PeerMessageHookContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The contract of every message hook, and the message PORT. */
class DhtHookTest extends PeerMessageHookContract {
    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("dht", "spate.plugins.dht.routers = []");
    }

    @Override
    protected PeerMessageHook hook(FakePluginContext context) {
        DhtSettings settings = new DhtSettings(context.settings());
        return new DhtHook(settings, nodes(context, settings));
    }

    @Override
    protected FakeTorrent hooked(FakePluginContext context) {
        return FakeTorrent.ofSeed(1);
    }

    @Override
    protected FakePeer hooked(String address) {
        return FakePeer.dialled(address).withHandshakeBits("dht");
    }

    @Test
    void tellsOurPortToPeersThatHaveTheBit() {
        try (FakePluginContext context = context()) {
            FakePeer peer = FakePeer.dialled("127.0.0.1:5000").withHandshakeBits("dht");
            FakePeer other = FakePeer.dialled("127.0.0.1:5001");
            PeerMessageHook.TorrentHook hook =
                    hook(context).open(FakeTorrent.ofSeed(1)).orElseThrow();
            hook.open(peer);
            hook.open(other);

            assertThat(peer.said()).containsExactly(new PeerMessage.Port(6881));
            assertThat(other.said()).isEmpty();
            assertThat(hook.handshakeBits()).containsExactly("dht");
        }
    }

    @Test
    void keepsOutOfPrivateTorrents() {
        try (FakePluginContext context = context()) {
            assertThat(hook(context).open(FakeTorrent.ofSeed(1).withPrivate(true)))
                    .isEmpty();
        }
    }

    @Test
    void entersTheDhtByThePortOfAPeer() {
        try (FakePluginContext context = context()) {
            FakeDht network = new FakeDht(context, 5);
            DhtSettings settings = new DhtSettings(context.settings());
            DhtNodes nodes = nodes(context, settings);
            context.time().advance(Duration.ofSeconds(5));
            assertThat(nodes.status().get(0).live()).isEmpty();

            PeerMessageHook.PeerHook atPeer = new DhtHook(settings, nodes)
                    .open(FakeTorrent.ofSeed(1))
                    .orElseThrow()
                    .open(FakePeer.dialled("127.0.0.1:5000").withHandshakeBits("dht"))
                    .orElseThrow();
            PeerMessage port = new PeerMessage.Port(network.address(3).getPort());
            assertThat(atPeer.onReceived(port)).contains(port);
            context.time().advance(Duration.ofSeconds(10));

            assertThat(nodes.status().get(0).live()).hasSize(5);
        }
    }

    private static DhtNodes nodes(FakePluginContext context, DhtSettings settings) {
        return new DhtNodes(context, settings, new DhtAlerts(context), LoggerFactory.getLogger("test"));
    }
}
