package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.PieceFailed;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.alert.TorrentFinished;
import io.spate.api.alert.TorrentStateChanged;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.wire.HandshakeDecoder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One torrent, on its loop: opens its data, has it checked, then downloads and serves until it is paused or removed.
 *
 * <pre>
 *   STARTING ──data opened──→ CHECKING ──compared──→ DOWNLOADING ──all wanted verified──→ SEEDING
 *      ↑  └────────nothing to compare──────────────────↗   ↖───────more is wanted──────────┘
 *      └──resume── PAUSED, FAILED ←──pause, storage failed── (any of the above)      STOPPED: for good
 * </pre>
 */
final class Torrent {
    private static final Duration TICK = Duration.ofSeconds(1);
    /** A torrent without peers needs to be looked at less often. */
    private static final Duration IDLE_TICK = Duration.ofSeconds(5);

    /** How long a stop waits for searches to take their leave. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** How much of a download a power loss takes at most, in time. */
    private static final Duration SAFE_EVERY = Duration.ofSeconds(30);

    private static final double NANOS = 1e9;

    private final TorrentServices services;
    private final Loop loop;
    private final AddTorrent added;
    private final Metainfo metainfo;
    private final TorrentRef ref;
    private final TorrentTotals totals;
    private final Sources sources;
    private final Protocols protocols;
    private final MessageHooks hooks;
    private final TorrentPolicies policies;

    private TorrentState state = TorrentState.STARTING;
    private Optional<String> error = Optional.empty();
    private List<Integer> filePriorities;
    /** Those that the user named, whenever that was. */
    private final Set<PeerAddress> userPeers = new LinkedHashSet<>();

    private boolean sequential;
    private boolean recheckAll;
    private boolean finishedInThisRun;
    /** Trackers count downloads, so they are told of one once; not of one that an earlier session made. */
    private boolean completionIsKnown;

    private TorrentData data;
    private Optional<Exchange> exchange = Optional.empty();
    private Loop.Timer ticker = () -> {};
    private long lastTickNanos;
    private boolean ticksSlowly;
    private long lastSafeNanos;
    /** Between {@link #start} and the stop, whatever has been reached in between. */
    private boolean isActive;

    /** Counts starts and stops: what an earlier one began, and what ends late, is of no interest any more. */
    private int attempt;

    /** What is being done with the data: opening, comparing, preparing it. */
    private Future<?> work = Future.succeededFuture();

    private Future<Void> stopping = Future.succeededFuture();

    Torrent(TorrentServices services, Loop loop, AddTorrent added, Metainfo metainfo, TorrentRef ref) {
        this.services = services;
        this.loop = loop;
        this.added = added;
        this.metainfo = metainfo;
        this.ref = ref;
        PiecePriorities.check(metainfo, added.filePriorities());
        this.filePriorities = added.filePriorities();
        this.userPeers.addAll(added.peers());
        this.sequential = added.sequential();
        this.totals = new TorrentTotals(metainfo);
        this.sources = new Sources(ref, loop, services.contributions(), new Sources.Finds() {
            @Override
            public void onFound(Collection<FoundPeer> peers, String source) {
                Torrent.this.onFound(peers, source);
            }

            @Override
            public void onWithdrawn(String source) {
                exchange.ifPresent(running -> running.onWithdrawn(source));
            }
        });
        this.protocols = new Protocols(ref, loop, services.contributions(), new Protocols.Changes() {
            @Override
            public void onAdded(OpenProtocol protocol) {
                exchange.ifPresent(running -> running.eachPeer(peer -> peer.addProtocol(protocol)));
            }

            @Override
            public void onRemoved(OpenProtocol protocol) {
                exchange.ifPresent(running -> running.eachPeer(peer -> peer.removeProtocol(protocol)));
            }
        });
        this.hooks = new MessageHooks(ref, loop, services.contributions(), new MessageHooks.Changes() {
            @Override
            public void onAdded(OpenHook hook) {
                exchange.ifPresent(running -> running.eachPeer(peer -> peer.addHook(hook)));
            }

            @Override
            public void onRemoved(OpenHook hook) {
                exchange.ifPresent(running -> running.eachPeer(peer -> peer.removeHook(hook)));
            }
        });
        this.policies = new TorrentPolicies(
                loop, services.contributions().extensions(), services.policies(), services.platform(), this::restart);
        publish();
    }

    // What the handle asks for

    /** The first start, unless it is to be added paused. */
    void begin() {
        if (added.paused()) {
            toState(TorrentState.PAUSED);
        } else {
            start();
        }
    }

    void start() {
        if (state == TorrentState.STOPPED || isActive) {
            return;
        }
        isActive = true;
        int mine = ++attempt;
        error = Optional.empty();
        toState(TorrentState.STARTING);
        stopping.onComplete(stopped -> {
            if (attempt == mine) {
                open(mine);
            }
        });
    }

    Future<Void> pause() {
        return stopRun(TorrentState.PAUSED, "the torrent is paused");
    }

    Future<Void> stop() {
        return stopRun(TorrentState.STOPPED, "the torrent is stopped");
    }

    Future<Void> recheck() {
        recheckAll = true;
        return restart();
    }

    /** Lets go of everything and begins again with what is loaded now. */
    private Future<Void> restart() {
        Future<Void> stopped = stopRun(TorrentState.STARTING, "the torrent begins anew");
        start();
        return stopped;
    }

    void connect(PeerAddress peer) {
        userPeers.add(peer);
        onFound(List.of(FoundPeer.at(peer)), PeerList.USER);
    }

    void prioritiseFiles(List<Integer> priorities) {
        PiecePriorities.check(metainfo, priorities);
        filePriorities = List.copyOf(priorities);
        exchange.ifPresent(running -> {
            running.prioritise(PiecePriorities.of(metainfo, filePriorities), added.seedOnly());
            updateFinished(running); // first, as who has finished is interested in nobody
            running.onWantedChanged();
            publish();
        });
    }

    void sequential(boolean on) {
        sequential = on;
        exchange.ifPresent(running -> running.sequential(on));
    }

    Bitfield pieces() {
        return exchange.map(running -> running.have().copy())
                .orElseGet(() -> new Bitfield(metainfo.layout().pieceCount()));
    }

    /** A peer dialled us and named this torrent. @param early taken over */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        if (exchange.isEmpty()) {
            early.release();
            link.close();
        } else {
            exchange.get().onIncoming(link, decoder, early);
        }
    }

    // The way to exchanging pieces

    private void open(int mine) {
        Promise<Void> opening = Promise.promise();
        work = opening.future();
        services.data()
                .open(added)
                .onComplete(opened -> loop.execute(() -> {
                    if (attempt == mine) {
                        opening.complete();
                        onOpened(opened);
                    } else if (opened.succeeded()) {
                        opened.result().close().onComplete(opening);
                    } else {
                        opening.complete();
                    }
                }));
    }

    private void onOpened(AsyncResult<TorrentData> opened) {
        if (opened.failed()) {
            fail(opened.cause());
            return;
        }
        data = opened.result();
        Bitfield compare = recheckAll ? Bitfield.full(metainfo.layout().pieceCount()) : data.doubtful();
        Bitfield trusted = recheckAll ? new Bitfield(metainfo.layout().pieceCount()) : data.vouched();
        if (compare.isEmpty()) {
            onChecked(trusted, 0);
            return;
        }
        toState(TorrentState.CHECKING);
        totals.onCheckStarted();
        scheduleTick();
        goOn(data.compare(compare, totals::onChecked), right -> onChecked(union(trusted, right), compare.count()));
    }

    private void onChecked(Bitfield have, int compared) {
        boolean fresh = recheckAll;
        recheckAll = false;
        totals.onHave(have);
        post(
                AlertCategory.STATUS,
                now -> new TorrentChecked(now, hash(), ref.name(), have.count(), have.size(), compared));
        if (added.seedOnly() || have.isFull()) {
            exchange(have, fresh);
        } else {
            goOn(data.prepare(), prepared -> exchange(have, fresh));
        }
    }

    /** Goes on after some work of the data's, unless the torrent was stopped meanwhile; the stop then waits for the work. */
    private <T> void goOn(Future<T> busy, Consumer<T> next) {
        int mine = attempt;
        work = busy;
        busy.onComplete(done -> loop.execute(() -> {
            if (attempt != mine) {
                return;
            }
            if (done.succeeded()) {
                next.accept(done.result());
            } else {
                fail(done.cause());
            }
        }));
    }

    private void exchange(Bitfield have, boolean forgetUnfinished) {
        Exchange running =
                new Exchange(services, ref, data, have, totals, protocols, hooks, policies, new ExchangeEvents());
        lastSafeNanos = loop.nanoTime();
        exchange = Optional.of(running);
        running.sequential(sequential);
        running.prioritise(PiecePriorities.of(metainfo, filePriorities), added.seedOnly());
        if (!forgetUnfinished) {
            running.restoreUnfinished();
        }
        toState(running.isComplete() ? TorrentState.SEEDING : TorrentState.DOWNLOADING);
        finishedInThisRun |= running.isComplete();
        completionIsKnown |= have.isFull();
        ref.onChecked();
        if (running.isComplete()) {
            ref.onFinished();
        } else {
            ref.onUnfinished();
        }
        scheduleTick();
        policies.open();
        protocols.open();
        hooks.open();
        sources.open();
        running.onFound(userPeers.stream().map(FoundPeer::at).toList(), PeerList.USER);
        sources.onNeed(running.need());
    }

    private void onFound(Collection<FoundPeer> peers, String source) {
        exchange.ifPresent(running -> running.onFound(peers, source));
    }

    private void updateFinished(Exchange running) {
        if (running.isComplete() && state == TorrentState.DOWNLOADING) {
            onFinished(running);
        } else if (!running.isComplete() && state == TorrentState.SEEDING) {
            toState(TorrentState.DOWNLOADING);
            ref.onUnfinished();
        }
        if (!completionIsKnown && totals.isWhole()) {
            completionIsKnown = true;
            publish(); // what searches tell of us
            sources.onCompleted();
        }
    }

    private void onFinished(Exchange running) {
        toState(TorrentState.SEEDING);
        work = data.sync();
        if (!finishedInThisRun) {
            finishedInThisRun = true;
            post(AlertCategory.STATUS, now -> new TorrentFinished(now, hash(), ref.name(), totals.wanted()));
        }
        ref.onFinished();
        running.onFinished();
    }

    // The way back

    private void fail(Throwable cause) {
        if (state == TorrentState.FAILED || state == TorrentState.STOPPED) {
            return;
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        error = Optional.of(reason);
        post(AlertCategory.ERROR, now -> new TorrentFailed(now, hash(), ref.name(), reason));
        stopRun(TorrentState.FAILED, "the torrent failed");
        ref.onFailed(cause);
    }

    private Future<Void> stopRun(TorrentState next, String reason) {
        if (state == TorrentState.STOPPED) {
            return stopping;
        }
        toState(next);
        if (!isActive) {
            return stopping;
        }
        isActive = false;
        attempt++;
        ticker.cancel();
        Optional<Exchange> ended = exchange;
        Optional<TorrentData> closing = Optional.ofNullable(data);
        closing.ifPresent(TorrentData::stopComparing);
        Future<Void> searches = sources.close();
        ended.ifPresent(running -> running.close(reason));
        protocols.close();
        hooks.close();
        policies.close();
        Future<Void> saved = ended.map(Exchange::save).orElseGet(Future::succeededFuture);
        exchange = Optional.empty();
        data = null;
        publish();
        stopping = onLoop(Future.join(released(saved, closing), atMost(FAREWELL, searches)));
        return stopping;
    }

    /** Data is closed when nothing works with it any more, and a later start waits for that. */
    private Future<Void> released(Future<Void> saved, Optional<TorrentData> closing) {
        return Future.join(settled(stopping), settled(work), settled(saved))
                .compose(done -> settled(closing.map(TorrentData::close).orElseGet(Future::succeededFuture)));
    }

    private static Future<Void> settled(Future<?> any) {
        return any.<Void>mapEmpty().otherwiseEmpty();
    }

    /** A search that does not end must not keep the torrent from beginning again. */
    private Future<Void> atMost(Duration patience, Future<Void> any) {
        Promise<Void> done = Promise.promise();
        Loop.Timer timer = loop.schedule(patience, done::tryComplete);
        any.onComplete(ended -> {
            timer.cancel();
            done.tryComplete();
        });
        return done.future();
    }

    private Future<Void> onLoop(Future<?> any) {
        Promise<Void> done = Promise.promise();
        any.onComplete(ended -> loop.execute(done::complete));
        return done.future();
    }

    // Time and snapshots

    private void scheduleTick() {
        ticker.cancel();
        lastTickNanos = loop.nanoTime();
        scheduleNextTick();
    }

    private void scheduleNextTick() {
        ticksSlowly = exchange.filter(running -> running.peers().isEmpty() && running.known() == 0)
                .isPresent();
        ticker = loop.schedule(ticksSlowly ? IDLE_TICK : TICK, this::tick);
    }

    private void tick() {
        ticksSlowly = false; // a peer that connects in here must not begin a second row of ticks
        long now = loop.nanoTime();
        double seconds = Math.max(0.001, (now - lastTickNanos) / NANOS);
        lastTickNanos = now;
        totals.tick(seconds);
        exchange.ifPresent(running -> running.tick(seconds));
        exchange.ifPresent(running -> makeSafe(running, now));
        exchange.ifPresent(running -> sources.onNeed(running.need()));
        publish();
        if (exchange.isPresent() || state == TorrentState.CHECKING) {
            scheduleNextTick();
        }
    }

    /** Nothing is written or forced when there is nothing new. */
    private void makeSafe(Exchange running, long now) {
        if (work.isComplete() && now - lastSafeNanos > SAFE_EVERY.toNanos()) {
            lastSafeNanos = now;
            running.recordUnfinished();
            work = data.sync();
        }
    }

    private void toState(TorrentState next) {
        if (state == next) {
            return;
        }
        TorrentState before = state;
        state = next;
        publish();
        post(AlertCategory.STATUS, now -> new TorrentStateChanged(now, hash(), ref.name(), before, next));
    }

    private void publish() {
        List<PeerConnection> peers = exchange.map(Exchange::peers).orElseGet(List::of);
        ref.publish(
                totals.status(state, peers, exchange.map(Exchange::known).orElse(0), error),
                peers.stream().map(PeerConnection::status).toList());
    }

    private void post(AlertCategory category, Function<Instant, Alert> alert) {
        if (services.swarm().alerts().wants(category)) {
            services.swarm()
                    .alerts()
                    .post(alert.apply(services.platform().clock().instant()));
        }
    }

    private InfoHash hash() {
        return metainfo.infoHashes().best();
    }

    private static Bitfield union(Bitfield one, Bitfield other) {
        Bitfield union = one.copy();
        for (int piece = other.nextSet(0); piece >= 0; piece = other.nextSet(piece + 1)) {
            union.set(piece);
        }
        return union;
    }

    private final class ExchangeEvents implements Exchange.Events {
        @Override
        public void onPieceVerified(int piece) {
            totals.onVerified(piece);
            int length = metainfo.layout().lengthOf(piece);
            post(AlertCategory.PIECE_PROGRESS, now -> new PieceVerified(now, hash(), piece, length));
        }

        @Override
        public void onPieceFailed(int piece, List<PeerAddress> senders) {
            totals.onCorrupt(metainfo.layout().lengthOf(piece));
            post(AlertCategory.PIECE_PROGRESS, now -> new PieceFailed(now, hash(), piece, senders));
        }

        @Override
        public void onProgress() {
            exchange.ifPresent(Torrent.this::updateFinished);
        }

        /** A torrent without peers is looked at less often. */
        @Override
        public void onPeer() {
            if (ticksSlowly) {
                ticker.cancel();
                ticksSlowly = false;
                ticker = loop.schedule(TICK, Torrent.this::tick);
            }
        }

        @Override
        public void onFailed(IOException failure) {
            fail(failure);
        }
    }
}
