package io.spate.plugin.dht;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.lookup.Announce;
import io.spate.plugin.dht.lookup.PeerSearch;
import io.spate.plugin.dht.node.Datagram;
import io.spate.plugin.dht.node.DhtNode;
import io.spate.plugin.dht.node.NodeEvents;
import io.spate.testkit.FakeDatagrams;
import io.spate.testkit.FakePluginContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Some nodes on loopback beside the plugin under test, in virtual time: what the plugin sends by the fake UDP sockets reaches them,
 * and the other way round. One timer of virtual time drives it.
 */
final class FakeDht implements NodeEvents {
    private static final int FIRST_PORT = 7001;
    private static final Duration STEP = Duration.ofMillis(10);

    private final FakePluginContext context;
    private final FakeDatagrams sockets;
    private final Map<InetSocketAddress, DhtNode> nodes = new LinkedHashMap<>();
    private boolean silent;

    FakeDht(FakePluginContext context, int count) {
        this.context = context;
        this.sockets = context.network().datagrams();
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FIRST_PORT + i);
            DhtNode node = new DhtNode(
                    Family.IPV4,
                    NodeId.random(random),
                    new DhtSettings(context.settings()).node(),
                    random,
                    random,
                    this,
                    now());
            node.addNodes(List.copyOf(nodes.keySet()), now());
            nodes.put(address, node);
        }
        step();
    }

    /** What {@code bootstrap} names the first of them by. */
    static String bootstrap() {
        return "spate.plugins.dht { bootstrap = [\"127.0.0.1:" + FIRST_PORT + "\"], routers = [] }";
    }

    List<DhtNode> nodes() {
        return List.copyOf(nodes.values());
    }

    InetSocketAddress address(int index) {
        return List.copyOf(nodes.keySet()).get(index);
    }

    /** From now on nobody answers. */
    void fallSilent() {
        silent = true;
    }

    /** One of them becomes a peer of the torrent. */
    void announce(int index, NodeId infoHash, int port) {
        nodes().get(index)
                .search(
                        new PeerSearch(
                                infoHash,
                                () -> Optional.of(new Announce(port, false, false)),
                                false,
                                false,
                                peers -> {},
                                result -> {}),
                        now());
    }

    private void step() {
        for (FakeDatagrams.Datagram sent : sockets.takeSent()) {
            deliver(sent.local(), sent.remote(), sent.bytes());
        }
        nodes.forEach((address, node) -> {
            if (node.wakeAt() <= now()) {
                node.wake(now());
            }
            for (Datagram sent : node.takeOutgoing()) {
                deliver(address, sent.to(), sent.bytes());
            }
        });
        context.time().newLoop().schedule(STEP, this::step);
    }

    private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        DhtNode node = nodes.get(to);
        if (node != null && !silent) {
            node.onDatagram(bytes, from, now());
        } else if (node == null) {
            sockets.deliver(to, from, bytes);
        }
    }

    private long now() {
        return Duration.ofNanos(context.time().loop().nanoTime()).toMillis();
    }

    @Override
    public void onBootstrapped(int known) {}

    @Override
    public void onIdChanged(InetAddress externalAddress, NodeId id) {}

    @Override
    public void onBlocked(InetAddress source, Duration blockedFor) {}
}
