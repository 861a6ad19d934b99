package io.spate.app;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PayloadMemory;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A session whose torrents are fakes; each is handed to the test's script as it is added. Safe from any thread. */
final class FakeRunningSession implements Session {
    private final List<FakeTorrentHandle> torrents = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();
    private final Consumer<FakeTorrentHandle> script;
    private volatile Set<AlertCategory> wanted = Set.of();
    private volatile List<PluginStatus> plugins = List.of(new PluginStatus(
            "tracker", "1.0.0", PluginStatus.State.STARTED, "", List.of("PeerSource tracker"), Optional.empty()));
    private volatile boolean stopped;

    FakeRunningSession(Consumer<FakeTorrentHandle> script) {
        this.script = script;
    }

    FakeRunningSession with(PluginStatus... statuses) {
        plugins = List.of(statuses);
        return this;
    }

    List<FakeTorrentHandle> added() {
        return torrents;
    }

    boolean isStopped() {
        return stopped;
    }

    void post(Alert alert) {
        if (wanted.contains(alert.category())) {
            alerts.add(alert);
        }
    }

    @Override
    public Future<TorrentHandle> add(AddTorrent torrent) {
        FakeTorrentHandle handle = new FakeTorrentHandle(torrent);
        torrents.add(handle);
        script.accept(handle);
        return Future.succeededFuture(handle);
    }

    @Override
    public Future<Void> remove(TorrentHandle torrent, boolean forget) {
        torrents.remove(torrent);
        return Future.succeededFuture();
    }

    @Override
    public List<TorrentHandle> torrents() {
        return List.copyOf(torrents);
    }

    @Override
    public Optional<TorrentHandle> torrent(InfoHash hash) {
        return Optional.empty();
    }

    @Override
    public AlertSubscription subscribe(Set<AlertCategory> categories, int capacity) {
        wanted = Set.copyOf(categories);
        return new AlertSubscription() {
            @Override
            public Optional<Alert> poll() {
                return Optional.ofNullable(alerts.poll());
            }

            @Override
            public Optional<Alert> poll(Duration atMost) throws InterruptedException {
                return Optional.ofNullable(alerts.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
            }

            @Override
            public Map<String, Long> takeMissed() {
                return Map.of();
            }

            @Override
            public void close() {
                wanted = Set.of();
            }
        };
    }

    @Override
    public AutoCloseable listen(AlertListener listener) {
        return () -> {};
    }

    @Override
    public PayloadMemory payloadMemory() {
        return new PayloadMemory(0, 0, 0);
    }

    @Override
    public List<PluginStatus> plugins() {
        return plugins;
    }

    @Override
    public Future<Void> startPlugin(String id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stopPlugin(String id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> reloadPlugin(String id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        stopped = true;
    }

    @Override
    public PeerId peerId() {
        return PeerId.random("-SV0100-", new Random(1));
    }

    @Override
    public String userAgent() {
        return "Spate/test";
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6881));
    }
}
