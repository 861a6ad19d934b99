package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerId;
import io.spate.api.SpateException;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.alert.TorrentAdded;
import io.spate.api.alert.TorrentRemoved;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PayloadMemory;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.Session;
import io.spate.api.session.SessionService;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.resume.SavedTorrent;
import io.spate.kernel.torrent.TorrentMemory;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.torrent.TorrentServices;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A running engine: the torrents, where peers are accepted, the plugins, and the order in which they start and end. */
@Singleton
final class EngineSession implements Session {
    /** Trackers get this long to be told that we leave. */
    private static final Duration TORRENTS_STOP = Duration.ofMillis(2500);

    /** What is to be remembered of thousands of torrents that were just added takes its time to be safe on a disk. */
    private static final Duration REMEMBER_STOP = Duration.ofSeconds(3);

    private static final Duration STEP_STOP = Duration.ofMillis(500);
    private static final long CLOSE_SECONDS = 8;

    private final Platform platform;
    private final AlertBus alerts;
    private final SessionIdentity identity;
    private final SessionFacts facts;
    private final SessionTorrents torrents;
    private final RememberedTorrents remembered;
    private final TorrentServices services;
    private final Listeners listeners;
    private final SessionParts parts;
    private final AtomicInteger nextLoop = new AtomicInteger();
    private Future<Void> stopped;

    @Inject
    EngineSession(
            Platform platform,
            AlertBus alerts,
            SessionIdentity identity,
            SessionFacts facts,
            SessionTorrents torrents,
            RememberedTorrents remembered,
            TorrentServices services,
            Listeners listeners,
            SessionParts parts) {
        this.platform = platform;
        this.alerts = alerts;
        this.identity = identity;
        this.facts = facts;
        this.torrents = torrents;
        this.remembered = remembered;
        this.services = services;
        this.listeners = listeners;
        this.parts = parts;
    }

    /** Starts plugins, accepts peers, and adds the torrents that are remembered. If it fails, all is closed again. */
    Future<Session> start() {
        return parts.start()
                .compose(started -> listeners.open(identity.listen()))
                .compose(listening -> remembered.load())
                .<Session>map(this::restored)
                .recover(failure -> stop().transform(done -> Future.failedFuture(failure)));
    }

    private Session restored(List<SavedTorrent> saved) {
        for (SavedTorrent each : saved) {
            try {
                add(each.torrent(), remembered.memoryOf(each));
            } catch (SpateException | IllegalArgumentException e) {
                remembered.onFailed(each.hash(), each.hash().toString(), e);
            }
        }
        return this;
    }

    @Override
    public PeerId peerId() {
        return facts.peerId();
    }

    @Override
    public String userAgent() {
        return facts.userAgent();
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return facts.listenAddresses();
    }

    @Override
    public List<String> transports() {
        return facts.transports();
    }

    @Override
    public List<TorrentHandle> torrents() {
        return facts.torrents();
    }

    @Override
    public Optional<TorrentHandle> torrent(InfoHash hash) {
        return facts.torrent(hash);
    }

    @Override
    public <T extends SessionService> Optional<T> service(Class<T> type) {
        return facts.service(type);
    }

    @Override
    public Future<TorrentHandle> add(AddTorrent torrent) {
        try {
            return Future.succeededFuture(add(torrent, remembered.memoryOf(torrent)));
        } catch (SpateException e) {
            return Future.failedFuture(e);
        }
    }

    private TorrentRef add(AddTorrent torrent, TorrentMemory memory) {
        TorrentRef added = new TorrentRef(services, leastBusyLoop(), torrent, torrents, memory);
        torrents.add(added);
        if (alerts.wants(AlertCategory.STATUS)) {
            alerts.post(new TorrentAdded(platform.clock().instant(), added.id(), added.name()));
        }
        added.start();
        return added;
    }

    @Override
    public Future<Void> remove(TorrentHandle torrent, boolean forget) {
        TorrentRef removed = (TorrentRef) torrent;
        try {
            return torrents.beginRemoval(removed)
                    .map(begun -> remove(begun, forget))
                    .orElseGet(removed::stop); // what is kept by its hashes now may be of one that was added since
        } catch (SpateException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Void> remove(Removal begun, boolean forget) {
        TorrentRef removed = begun.torrent();
        return removed.stop()
                .compose(stopped -> remembered.drop(removed.infoHashes()))
                .compose(dropped -> forget ? parts.forget(removed.infoHashes()) : Future.succeededFuture())
                .eventually(() -> letGo(begun));
    }

    /** At last: the same torrent can be added again, and finds nothing that the one before left half done. */
    private Future<Void> letGo(Removal ended) {
        if (torrents.endRemoval(ended)) {
            TorrentRef removed = ended.torrent();
            if (alerts.wants(AlertCategory.STATUS)) {
                alerts.post(new TorrentRemoved(platform.clock().instant(), removed.id(), removed.name()));
            }
            ended.complete();
        }
        return ended.whenGone();
    }

    @Override
    public AlertSubscription subscribe(Set<AlertCategory> categories, int capacity) {
        return alerts.subscribe(categories, capacity);
    }

    @Override
    public AutoCloseable listen(AlertListener listener) {
        return alerts.listen(listener)::close;
    }

    @Override
    public PayloadMemory payloadMemory() {
        return services.downloadMemory().status().plus(services.uploadMemory().status());
    }

    @Override
    public List<PluginStatus> plugins() {
        return parts.plugins().status();
    }

    @Override
    public Future<Void> startPlugin(String id) {
        return parts.plugins().start(id);
    }

    @Override
    public Future<Void> stopPlugin(String id) {
        return parts.plugins().stop(id);
    }

    @Override
    public Future<Void> reloadPlugin(String id) {
        return parts.plugins().reload(id);
    }

    @Override
    public synchronized Future<Void> stop() {
        if (stopped == null) {
            stopped = within(STEP_STOP, listeners::close)
                    .compose(closed -> within(TORRENTS_STOP, this::stopTorrents))
                    .onComplete(done -> listeners.forget())
                    .compose(done -> within(REMEMBER_STOP, remembered::whenWritten))
                    .compose(done -> within(STEP_STOP, parts::stop))
                    .onComplete(done -> alerts.close())
                    .transform(done -> platform.close());
        }
        return stopped;
    }

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        stop().onComplete(ended -> done.countDown());
        try {
            if (!done.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new SpateException(
                        ErrorCode.INTERNAL, "the session did not stop within " + CLOSE_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<Void> stopTorrents() {
        List<Future<Void>> stopping = new ArrayList<>();
        torrents.close().forEach(torrent -> stopping.add(torrent.stop()));
        return Future.join(stopping).mapEmpty();
    }

    /** Whatever a step does, it does not hold up the end for longer. */
    private Future<Void> within(Duration atMost, Supplier<Future<Void>> step) {
        Promise<Void> done = Promise.promise();
        Loop.Timer timer = platform.loops().get(0).schedule(atMost, done::tryComplete);
        step.get().onComplete(ended -> {
            timer.cancel();
            done.tryComplete();
        });
        return done.future();
    }

    private Loop leastBusyLoop() {
        List<Loop> loops = platform.loops();
        return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
    }
}
