package io.spate.plugin.dht;

import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.net.DatagramService;
import io.spate.api.plugin.PluginContext;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.lookup.Search;
import io.spate.plugin.dht.node.Datagram;
import io.spate.plugin.dht.node.DhtNode;
import io.spate.plugin.dht.node.NodeEvents;
import io.spate.plugin.dht.node.NodeStatus;
import io.spate.plugin.dht.routing.BoundIds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Our nodes, one at each UDP socket of the session (BEP 45): brings them datagrams and the time, sends what they want sent, keeps
 * what they know over restarts. All that has no remark of its own runs on the plugin's loop.
 */
@Singleton
final class DhtNodes implements AutoCloseable {
    /** Behind the claims of trackers, before that of uTP; see {@link DatagramService#claim}. */
    private static final int CLAIM_ORDER = 200;

    private static final long TICK_MILLIS = 1000;
    /** The session opens its sockets just after it has started its plugins. */
    private static final long FIRST_TICK_MILLIS = 50;

    private static final long STARTING_MILLIS = 10_000;

    private static final long CLOSE_MILLIS = 1000;
    private static final String STATE = "nodes";

    private final PluginContext context;
    private final DhtSettings settings;
    private final DhtAlerts alerts;
    private final Logger log;
    private final Loop loop;
    private final DatagramService datagrams;
    private final Entrances entrances;
    private final DatagramService.Claim claim;
    private final Map<InetSocketAddress, LocalNode> nodes = new LinkedHashMap<>();
    private final long startedAt;
    private final List<Runnable> onBootstrapped = new ArrayList<>();
    private Optional<SavedNodes> saved = Optional.empty();
    private Loop.Timer wake = () -> {};
    private long wakeAt = Long.MAX_VALUE;
    private long nextTick;
    private long savedAt;
    private boolean closed;
    private volatile List<NodeStatus> status = List.of();

    @Inject
    DhtNodes(PluginContext context, DhtSettings settings, DhtAlerts alerts, Logger log) {
        this.context = context;
        this.settings = settings;
        this.alerts = alerts;
        this.log = log;
        this.loop = context.timers().loop();
        this.datagrams = context.network().datagrams();
        this.entrances = new Entrances(context, settings, this::onEntrance);
        this.startedAt = now();
        this.savedAt = startedAt;
        this.claim = datagrams.claim("dht", CLAIM_ORDER, new Inbox(loop, new Arrivals()));
        context.state()
                .load(STATE)
                .onComplete(loaded -> loop.execute(() -> onLoaded(
                        loaded.succeeded()
                                ? loaded.result().map(SavedNodes::decode).orElse(SavedNodes.NONE)
                                : SavedNodes.NONE)));
        this.nextTick = now() + FIRST_TICK_MILLIS;
        flush();
    }

    Loop loop() {
        return loop;
    }

    /** How our nodes stand, as they did a second ago at most. Safe from any thread. */
    List<NodeStatus> status() {
        return status;
    }

    /** The UDP port that peers of this family are told, or 0. Safe from any thread. */
    int port(Family family) {
        return datagrams.localAddresses().stream()
                .filter(local -> Family.of(local.getAddress()) == family)
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElse(0);
    }

    /** Called when a node has entered the DHT: what found nobody before may now. */
    void onBootstrapped(Runnable task) {
        onBootstrapped.add(task);
    }

    void removeOnBootstrapped(Runnable task) {
        onBootstrapped.remove(task);
    }

    /**
     * The nodes to search by, one a family: of several at one family always the same for a target, so that nobody is asked twice
     * (BEP 45).
     */
    List<LocalNode> nodesFor(NodeId target) {
        Map<Family, LocalNode> chosen = new EnumMap<>(Family.class);
        nodes.values()
                .forEach(each -> chosen.merge(
                        each.node().family(),
                        each,
                        (a, b) -> target.compareDistance(a.node().id(), b.node().id()) <= 0 ? a : b));
        return List.copyOf(chosen.values());
    }

    /** Searches by one node of each family; fails if none could, or we are in no DHT at all. */
    <T> Future<List<T>> search(NodeId target, BiFunction<LocalNode, Consumer<T>, Search> search) {
        List<Future<T>> ends = new ArrayList<>();
        for (LocalNode each : nodesFor(target)) {
            Promise<T> end = Promise.promise();
            if (!each.node().search(search.apply(each, end::tryComplete), now())) {
                end.fail(new SpateException(ErrorCode.UNREACHABLE, "searches: too many are waiting"));
            }
            ends.add(end.future());
        }
        flush();
        if (ends.isEmpty()) {
            return Future.failedFuture(new SpateException(ErrorCode.UNREACHABLE, "no UDP socket is open"));
        }
        return Future.join(ends)
                .transform(done -> ends.stream().anyMatch(Future::succeeded)
                        ? Future.succeededFuture(ends.stream()
                                .filter(Future::succeeded)
                                .map(Future::result)
                                .toList())
                        : Future.failedFuture(done.cause()));
    }

    /** Asks one address; fails if there is no answer. */
    <T> Future<T> ask(InetSocketAddress to, BiFunction<DhtNode, Promise<T>, Runnable> question) {
        Promise<T> answer = Promise.promise();
        Optional<LocalNode> by = nodes.values().stream()
                .filter(each -> each.node().family() == Family.of(to.getAddress()))
                .findFirst();
        if (by.isEmpty()) {
            answer.fail(new SpateException(ErrorCode.UNREACHABLE, to + ": no UDP socket of its family is open"));
        } else {
            question.apply(by.get().node(), answer).run();
            flush();
        }
        return answer.future();
    }

    /** Tells of addresses where there may be nodes. */
    void addNodes(Collection<InetSocketAddress> addresses) {
        nodes.values().forEach(each -> each.node().addNodes(addresses, now()));
        flush();
    }

    /** Tells of hosts where there may be nodes; names are resolved. */
    void addHosts(Collection<HostAndPort> hosts) {
        entrances.add(hosts);
    }

    long now() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime());
    }

    // What time and the network bring

    private void onLoaded(SavedNodes state) {
        saved = Optional.of(state);
        tick();
        flush();
    }

    /** About once a second. */
    private void tick() {
        boolean isStarting = nodes.isEmpty() && now() - startedAt < STARTING_MILLIS;
        nextTick = now() + (isStarting ? FIRST_TICK_MILLIS : TICK_MILLIS);
        if (closed || saved.isEmpty()) {
            return;
        }
        followSockets(saved.get());
        status = nodes.values().stream().map(each -> each.node().status()).toList();
        entrances.tick(nodes.values(), now());
        if (now() - savedAt >= settings.saveInterval().toMillis()) {
            save();
        }
    }

    /** The session's sockets come after the plugins, and may change. */
    private void followSockets(SavedNodes known) {
        List<InetSocketAddress> sockets = datagrams.localAddresses();
        nodes.values().removeIf(each -> {
            boolean gone = !sockets.contains(each.local());
            if (gone) {
                each.node().close();
            }
            return gone;
        });
        boolean isNew = false;
        for (InetSocketAddress local : sockets) {
            if (!nodes.containsKey(local)) {
                nodes.put(local, newNode(local, known));
                isNew = true;
            }
        }
        if (isNew) {
            pair();
            entrances.enter();
        }
    }

    private LocalNode newNode(InetSocketAddress local, SavedNodes known) {
        Family family = Family.of(local.getAddress());
        InetAddress address = local.getAddress();
        NodeId id = known.ids().getOrDefault(address.getHostAddress(), BoundIds.create(address, context.random()));
        DhtNode node =
                new DhtNode(family, id, settings.node(), context.random(), context.random(), new Events(family), now());
        node.restore(known.nodes().getOrDefault(family, List.of()), now());
        log.debug("DHT node {} at {}", id, local);
        return new LocalNode(local, node);
    }

    private void pair() {
        Optional<DhtNode> ipv4 = first(Family.IPV4);
        Optional<DhtNode> ipv6 = first(Family.IPV6);
        nodes.values().forEach(each -> each.node().sibling(each.node().family() == Family.IPV4 ? ipv6 : ipv4));
    }

    private Optional<DhtNode> first(Family family) {
        return nodes.values().stream()
                .map(LocalNode::node)
                .filter(node -> node.family() == family)
                .findFirst();
    }

    private void onWake() {
        wakeAt = Long.MAX_VALUE;
        if (now() >= nextTick) {
            tick();
        }
        nodes.values().forEach(each -> each.node().wake(now()));
        flush();
    }

    /** Sends what the nodes want sent, and has us woken when the first of them wants to be. */
    private void flush() {
        long next = nextTick;
        for (LocalNode each : nodes.values()) {
            for (Datagram datagram : each.node().takeOutgoing()) {
                datagrams.send(each.local(), datagram.to(), Unpooled.wrappedBuffer(datagram.bytes()));
            }
            next = Math.min(next, each.node().wakeAt());
        }
        if (next < wakeAt && !closed) {
            wakeAt = next;
            wake.cancel();
            wake = loop.schedule(Duration.ofMillis(Math.max(1, next - now())), this::onWake);
        }
    }

    private void onEntrance(Collection<InetSocketAddress> addresses, boolean routers) {
        if (!closed) {
            for (LocalNode each : nodes.values()) {
                if (routers && !each.isLoopback()) {
                    each.node().addRouters(addresses, now());
                } else if (!routers) {
                    each.node().addNodes(addresses, now());
                }
            }
            flush();
        }
    }

    // State and the end

    private Future<Void> save() {
        savedAt = now();
        Map<String, NodeId> ids = new HashMap<>();
        Map<Family, List<NodeInfo>> known = new EnumMap<>(Family.class);
        for (LocalNode each : nodes.values()) {
            ids.put(each.local().getAddress().getHostAddress(), each.node().id());
            known.merge(each.node().family(), each.node().goodNodes(), (a, b) -> {
                List<NodeInfo> both = new ArrayList<>(a);
                both.addAll(b);
                return both;
            });
        }
        return ids.isEmpty()
                ? Future.succeededFuture()
                : context.state().save(STATE, new SavedNodes(ids, known).encode());
    }

    /** Called on a thread of the host's, which waits for a second at most. */
    @Override
    public void close() {
        claim.close();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            closed = true;
            wake.cancel();
            save().onComplete(saving -> done.countDown());
            nodes.values().forEach(each -> each.node().close());
            nodes.clear();
        });
        try {
            if (!done.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("the routing tables could not be saved in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Arrivals implements Inbox.Receiver {
        @Override
        public void onDatagram(InetSocketAddress local, InetSocketAddress remote, byte[] bytes) {
            LocalNode at = nodes.get(local);
            if (at != null && at.node().family() == Family.of(remote.getAddress())) {
                at.node().onDatagram(bytes, remote, now());
            }
        }

        @Override
        public void onBatchEnd() {
            flush();
        }
    }

    private final class Events implements NodeEvents {
        private final Family family;

        private Events(Family family) {
            this.family = family;
        }

        @Override
        public void onBootstrapped(int known) {
            alerts.bootstrapped(family, known);
            loop.execute(() -> List.copyOf(onBootstrapped).forEach(Runnable::run));
        }

        @Override
        public void onIdChanged(InetAddress externalAddress, NodeId id) {
            alerts.idChanged(externalAddress, id);
        }

        @Override
        public void onBlocked(InetAddress source, Duration blockedFor) {
            alerts.blocked(source, blockedFor);
        }
    }
}
