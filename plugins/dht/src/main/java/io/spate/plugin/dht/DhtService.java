package io.spate.plugin.dht;

import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.dht.Dht;
import io.spate.api.dht.DhtItem;
import io.spate.api.dht.DhtStatus;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.InfoHashSample;
import io.spate.api.dht.ItemKey;
import io.spate.api.dht.MutableItem;
import io.spate.api.dht.Stored;
import io.spate.api.dht.SwarmEstimate;
import io.spate.api.peer.CompactNode;
import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.lookup.Announce;
import io.spate.plugin.dht.lookup.ItemSearch;
import io.spate.plugin.dht.lookup.NodeSearch;
import io.spate.plugin.dht.lookup.PeerSearch;
import io.spate.plugin.dht.node.NodeStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.pf4j.Extension;

/** The DHT for embedders and other plugins. Calls come on any thread and are passed on to the plugin's loop. */
@Extension
@Singleton
public final class DhtService implements Dht, AutoCloseable {
    private final DhtSettings settings;
    private final DhtNodes nodes;
    private final DhtAlerts alerts;
    private final Set<Promise<?>> open = ConcurrentHashMap.newKeySet();
    private final Set<Repeated> repeated = ConcurrentHashMap.newKeySet();

    /** Called by the host. */
    @Inject
    DhtService(DhtSettings settings, DhtNodes nodes, DhtAlerts alerts) {
        this.settings = settings;
        this.nodes = nodes;
        this.alerts = alerts;
    }

    @Override
    public Future<List<PeerAddress>> findPeers(InfoHash infoHash) {
        return peerSearch(infoHash, Optional.empty(), false).map(results -> results.stream()
                .flatMap(result -> result.peers().stream())
                .map(PeerAddress::of)
                .toList());
    }

    @Override
    public Future<Integer> announce(InfoHash infoHash, int port, boolean seed) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
        return peerSearch(infoHash, Optional.of(new Announce(port, port == 0, seed)), false)
                .map(results ->
                        results.stream().mapToInt(PeerSearch.Result::taken).sum());
    }

    @Override
    public Future<SwarmEstimate> scrape(InfoHash infoHash) {
        return peerSearch(infoHash, Optional.empty(), true)
                .map(results -> new SwarmEstimate(
                        results.stream().mapToInt(PeerSearch.Result::seeds).sum(),
                        results.stream().mapToInt(PeerSearch.Result::leechers).sum(),
                        results.stream().mapToInt(PeerSearch.Result::scraped).sum()));
    }

    private Future<List<PeerSearch.Result>> peerSearch(InfoHash infoHash, Optional<Announce> announce, boolean scrape) {
        NodeId target = NodeId.of(infoHash);
        return onLoop(() -> nodes.search(
                target, (by, onEnd) -> new PeerSearch(target, () -> announce, false, scrape, peers -> {}, onEnd)));
    }

    @Override
    public Future<Optional<ImmutableItem>> fetch(InfoHash target) {
        NodeId place = NodeId.of(target);
        return onLoop(() -> nodes.<Optional<DhtItem>>search(
                        place, (by, onEnd) -> ItemSearch.immutable(place, (item, result) -> onEnd.accept(item))))
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .map(ImmutableItem.class::cast)
                        .findFirst());
    }

    @Override
    public Future<Optional<MutableItem>> fetch(ItemKey key) {
        return onLoop(() -> fetch(key, false));
    }

    private Future<Optional<MutableItem>> fetch(ItemKey key, boolean keepAlive) {
        return nodes.<Optional<DhtItem>>search(
                        NodeId.of(key.target()),
                        (by, onEnd) -> ItemSearch.mutable(key, keepAlive, (item, result) -> onEnd.accept(item)))
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .map(MutableItem.class::cast)
                        .max(Comparator.comparingLong(MutableItem::seq)));
    }

    @Override
    public Future<Stored> store(DhtItem item) {
        return onLoop(() -> store(item, OptionalLong.empty()));
    }

    @Override
    public Future<Stored> store(MutableItem item, long cas) {
        return onLoop(() -> store(item, OptionalLong.of(cas)));
    }

    private Future<Stored> store(DhtItem item, OptionalLong cas) {
        return nodes.<ItemSearch.Result>search(
                        NodeId.of(item.target()),
                        (by, onEnd) -> ItemSearch.store(item, cas, (found, result) -> onEnd.accept(result)))
                .map(results -> new Stored(
                        item.target(),
                        results.stream().mapToInt(ItemSearch.Result::taken).sum(),
                        results.stream().mapToInt(ItemSearch.Result::refused).sum()));
    }

    @Override
    public AutoCloseable keep(DhtItem item) {
        return repeat(settings.republishInterval(), () -> store(item, OptionalLong.empty())
                .map(stored -> stored.nodes() > 0));
    }

    @Override
    public AutoCloseable follow(ItemKey key) {
        long[] newest = {-1};
        return repeat(settings.pollInterval(), () -> fetch(key, true).map(found -> {
            found.filter(item -> item.seq() > newest[0]).ifPresent(item -> {
                newest[0] = item.seq();
                item.torrent().ifPresent(torrent -> alerts.updated(key, torrent, item.seq()));
            });
            return found.isPresent();
        }));
    }

    private AutoCloseable repeat(Duration interval, Supplier<Future<Boolean>> task) {
        Repeated started = new Repeated(nodes.loop(), interval, task);
        repeated.add(started);
        started.start();
        return () -> {
            repeated.remove(started);
            started.close();
        };
    }

    @Override
    public Future<List<CompactNode>> findNodes(InfoHash target) {
        NodeId place = NodeId.of(target);
        return onLoop(() -> nodes.<List<NodeInfo>>search(place, (by, onEnd) -> new NodeSearch(place, onEnd)))
                .map(found -> found.stream()
                        .flatMap(closest -> closest.stream().limit(8))
                        .map(DhtService::compact)
                        .toList());
    }

    @Override
    public Future<InfoHashSample> sample(PeerAddress node, InfoHash target) {
        InetSocketAddress address = node.socketAddress()
                .filter(each -> each.getPort() > 0)
                .orElseThrow(
                        () -> new IllegalArgumentException("node: " + node + " (expected: an address in numbers)"));
        Arguments question = new Arguments.SampleInfoHashes(NodeId.of(target), Want.UNSAID);
        return onLoop(() -> nodes.<Reply>ask(
                        address,
                        (by, answer) -> () -> by.ask(
                                address,
                                question,
                                reply -> reply.ifPresentOrElse(
                                        answer::tryComplete,
                                        () -> answer.tryFail(new SpateException(
                                                ErrorCode.UNREACHABLE, node + ": no answer to sample_infohashes"))),
                                nodes.now())))
                .map(reply -> sample(reply, Family.of(address.getAddress())));
    }

    private static InfoHashSample sample(Reply reply, Family family) {
        List<CompactNode> closer =
                reply.nodes(family).stream().map(DhtService::compact).toList();
        return reply.samples()
                .map(samples -> new InfoHashSample(
                        samples.hashes().stream().map(NodeId::toInfoHash).toList(),
                        samples.total(),
                        samples.interval(),
                        closer))
                .orElseGet(() -> new InfoHashSample(List.of(), 0, Duration.ZERO, closer));
    }

    @Override
    public void addNodes(Collection<HostAndPort> hosts) {
        List<HostAndPort> told = List.copyOf(hosts);
        nodes.loop().execute(() -> nodes.addHosts(told));
    }

    @Override
    public List<CompactNode> liveNodes() {
        return nodes.status().stream()
                .flatMap(status -> status.live().stream())
                .map(DhtService::compact)
                .toList();
    }

    @Override
    public DhtStatus status() {
        List<DhtStatus.Family> families = new ArrayList<>();
        long bytesIn = 0;
        long bytesOut = 0;
        long dropped = 0;
        for (NodeStatus each : nodes.status()) {
            families.add(new DhtStatus.Family(
                    each.family() == Family.IPV6,
                    each.id().toInfoHash(),
                    each.externalAddress(),
                    each.live().size(),
                    each.replacements(),
                    each.torrents(),
                    each.peers(),
                    each.items(),
                    each.searches()));
            bytesIn += each.bytesIn();
            bytesOut += each.bytesOut();
            dropped += each.dropped();
        }
        return new DhtStatus(families, bytesIn, bytesOut, dropped);
    }

    /** What is asked for and has no answer yet ends; what is repeated is not any more. */
    @Override
    public void close() {
        repeated.forEach(Repeated::close);
        for (Promise<?> promise : open) {
            promise.tryFail(new SpateException(ErrorCode.STOPPED, "the DHT is stopped"));
        }
    }

    private static CompactNode compact(NodeInfo node) {
        return new CompactNode(node.id().toInfoHash(), PeerAddress.of(node.address()));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> call) {
        Promise<T> answer = Promise.promise();
        open.add(answer);
        nodes.loop().execute(() -> call.get().onComplete(done -> {
            open.remove(answer);
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        }));
        return answer.future();
    }
}
