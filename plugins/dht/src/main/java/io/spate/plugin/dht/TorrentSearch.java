package io.spate.plugin.dht;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.lookup.Announce;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Searches for the peers of one torrent, and announces us, again and again. The kernel's calls are passed on to the plugin's loop. */
final class TorrentSearch implements PeerSearch {
    private static final String UTP = "utp";

    private final PluginContext context;
    private final DhtSettings settings;
    private final DhtNodes nodes;
    private final DhtAlerts alerts;
    private final TorrentView torrent;
    private final PeerSink sink;
    private final Loop loop;
    private final AnnounceSchedule schedule;
    private final Runnable news = this::onNews;
    private Loop.Timer timer = () -> {};
    private boolean closed;

    TorrentSearch(
            PluginContext context,
            DhtSettings settings,
            DhtNodes nodes,
            DhtAlerts alerts,
            TorrentView torrent,
            PeerSink sink) {
        this.context = context;
        this.settings = settings;
        this.nodes = nodes;
        this.alerts = alerts;
        this.torrent = torrent;
        this.sink = sink;
        this.loop = nodes.loop();
        this.schedule = new AnnounceSchedule(settings.announceInterval(), context.random(), nodes.now());
    }

    void start() {
        loop.execute(() -> {
            if (!closed) {
                nodes.addHosts(torrent.dhtNodes());
                nodes.onBootstrapped(news);
                searchIfDue();
            }
        });
    }

    @Override
    public void onNeed(int peers) {
        loop.execute(() -> {
            schedule.onNeed(peers, nodes.now());
            searchIfDue();
        });
    }

    /** Others shall know us as a seed (BEP 33). */
    @Override
    public void onCompleted() {
        loop.execute(this::onNews);
    }

    @Override
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        loop.execute(() -> {
            closed = true;
            timer.cancel();
            nodes.removeOnBootstrapped(news);
            done.complete();
        });
        return done.future();
    }

    private void onNews() {
        schedule.onNews(nodes.now());
        searchIfDue();
    }

    private void searchIfDue() {
        timer.cancel();
        if (isOver()) {
            return;
        }
        if (schedule.isDue(nodes.now())) {
            search();
        } else if (schedule.dueAt() != Long.MAX_VALUE) {
            timer = loop.schedule(Duration.ofMillis(schedule.dueAt() - nodes.now()), this::searchIfDue);
        }
    }

    /** What a magnet link leads to may turn out to be private (BEP 27). */
    private boolean isOver() {
        return closed || torrent.isPrivate();
    }

    private void search() {
        schedule.onStart(nodes.now());
        List<Future<List<Found>>> searches = hashes().stream().map(this::search).toList();
        Future.join(searches).onComplete(done -> {
            List<Found> found = searches.stream()
                    .filter(Future::succeeded)
                    .flatMap(each -> each.result().stream())
                    .toList();
            schedule.onEnd(
                    found.stream().mapToInt(Found::nodes).sum(),
                    found.stream().mapToInt(Found::peers).sum(),
                    nodes.now());
            searchIfDue();
        });
    }

    private Future<List<Found>> search(InfoHash hash) {
        NodeId target = NodeId.of(hash);
        boolean isFinished = torrent.status().isFinished();
        return nodes.search(
                target,
                (by, onEnd) -> new io.spate.plugin.dht.lookup.PeerSearch(
                        target, () -> announce(by), isFinished, false, peers -> tell(by, peers), result -> {
                            if (!closed) {
                                alerts.found(
                                        torrent.id(),
                                        by.node().family(),
                                        result.peers().size(),
                                        result.nodes());
                                if (result.taken() > 0) {
                                    alerts.announced(torrent.id(), by.node().family(), result.taken());
                                }
                            }
                            onEnd.accept(
                                    new Found(result.nodes(), result.peers().size()));
                        }));
    }

    private void tell(LocalNode by, List<InetSocketAddress> peers) {
        List<InetSocketAddress> others =
                peers.stream().filter(peer -> !isOurs(peer, by)).toList();
        if (!isOver() && !others.isEmpty()) {
            sink.onFound(others.stream().map(PeerAddress::of).toList());
        }
    }

    private boolean isOurs(InetSocketAddress peer, LocalNode by) {
        return context.session().listenAddresses().stream()
                .anyMatch(listening -> listening.equals(peer)
                        || listening.getPort() == peer.getPort()
                                && by.node().externalAddress().equals(Optional.of(peer.getAddress())));
    }

    /** Only if we accept peers of that family, and are still of the swarm. */
    private Optional<Announce> announce(LocalNode by) {
        if (isOver()) {
            return Optional.empty();
        }
        boolean seed = torrent.status().isFinished() && torrent.status().left() == 0;
        return context.session().listenAddresses().stream()
                .filter(listening ->
                        Family.of(listening.getAddress()) == by.node().family())
                .findFirst()
                .map(listening -> new Announce(listening.getPort(), impliedPort(by), seed));
    }

    private boolean impliedPort(LocalNode by) {
        boolean behindNat = by.node()
                .externalAddress()
                .filter(external -> !external.equals(by.local().getAddress()))
                .isPresent();
        return settings.impliedPort().isMeant(context.session().transports().contains(UTP), behindNat);
    }

    /** Both of a hybrid torrent: each has a swarm of its own (BEP 52). */
    private List<InfoHash> hashes() {
        InfoHashes hashes = torrent.infoHashes();
        return Stream.of(hashes.v1(), hashes.v2())
                .flatMap(Optional::stream)
                .map(InfoHash::truncated)
                .toList();
    }

    private record Found(int nodes, int peers) {}
}
