package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
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
import io.spate.api.policy.TorrentPicker;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.DownloadEvents;
import io.spate.kernel.download.DownloadResources;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerHost;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.platform.DiskTasks;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
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
import java.util.concurrent.Executor;
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
final class Torrent implements PeerHost, DownloadEvents {
    private static final Duration TICK = Duration.ofSeconds(1);
    /** A torrent without peers needs to be looked at less often. */
    private static final Duration IDLE_TICK = Duration.ofSeconds(5);

    /** How long a stop waits for searches to take their leave. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    private final TorrentServices services;
    private final Loop loop;
    private final AddTorrent added;
    private final Metainfo metainfo;
    private final TorrentRef ref;
    private final TorrentTotals totals;
    private final Sources sources;
    private final Protocols protocols;
    private final TorrentPolicies policies;

    private TorrentState state = TorrentState.STARTING;
    private Optional<String> error = Optional.empty();
    private List<Integer> filePriorities;
    /** Those that the user named, whenever that was. */
    private final Set<PeerAddress> userPeers = new LinkedHashSet<>();

    private boolean sequential;
    private boolean recheckAll;
    private boolean finishedInThisRun;
    private TorrentData data;
    private Run run;
    private Loop.Timer ticker = () -> {};
    private long lastTickNanos;
    private boolean ticksSlowly;
    private int peerNumbers;
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
            public void onFound(Collection<PeerAddress> peers, String source) {
                Torrent.this.onFound(peers, source);
            }

            @Override
            public void onWithdrawn(String source) {
                if (run != null) {
                    run.swarm().onWithdrawn(source);
                }
            }
        });
        this.protocols = new Protocols(ref, loop, services.contributions(), new Protocols.Changes() {
            @Override
            public void onAdded(OpenProtocol protocol) {
                eachPeer(peer -> peer.addProtocol(protocol));
            }

            @Override
            public void onRemoved(OpenProtocol protocol) {
                eachPeer(peer -> peer.removeProtocol(protocol));
            }
        });
        this.policies = new TorrentPolicies(
                loop, services.contributions().extensions(), services.policies(), services.platform(), this::restart);
        publish();
    }

    /** What exists only while the torrent exchanges pieces. */
    private record Run(Swarm swarm, PieceDownloads downloads, TorrentPicker picker, Choking choking, DiskTasks disk) {}

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
        onFound(List.of(peer), PeerList.USER);
    }

    void prioritiseFiles(List<Integer> priorities) {
        PiecePriorities.check(metainfo, priorities);
        filePriorities = List.copyOf(priorities);
        if (run != null) {
            applyPriorities();
            updateFinished(); // first, as who has finished is interested in nobody
            eachPeer(PeerConnection::onWantedChanged);
            run.swarm().onMoreWanted();
            publish();
        }
    }

    void sequential(boolean on) {
        sequential = on;
        if (run != null) {
            run.picker().setSequential(on);
        }
    }

    Bitfield pieces() {
        return run == null
                ? new Bitfield(layout().pieceCount())
                : run.downloads().have().copy();
    }

    /** A peer dialled us and named this torrent. @param early taken over */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        if (run == null) {
            early.release();
            link.close();
        } else {
            run.swarm().onIncoming(link, decoder, early);
        }
    }

    // What peers need

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public PieceLayout layout() {
        return metainfo.layout();
    }

    @Override
    public PieceDownloads downloads() {
        return run.downloads();
    }

    @Override
    public TorrentPicker picker() {
        return run.picker();
    }

    @Override
    public TorrentStorage storage() {
        return data.storage();
    }

    @Override
    public Executor disk() {
        return run.disk();
    }

    @Override
    public BufferPool uploadMemory() {
        return services.uploadMemory();
    }

    @Override
    public RateLimit downloadLimit() {
        return services.downloadLimit();
    }

    @Override
    public RateLimit uploadLimit() {
        return services.uploadLimit();
    }

    @Override
    public PeerSettings limits() {
        return services.swarm().peerLimits();
    }

    @Override
    public String userAgent() {
        return services.userAgent();
    }

    @Override
    public int listenPort() {
        return services.contributions().session().listenPort();
    }

    @Override
    public List<OpenProtocol> protocols() {
        return protocols.all();
    }

    @Override
    public boolean isUploadOnly() {
        return state == TorrentState.SEEDING;
    }

    @Override
    public void onInterest(PeerConnection peer) {
        run.choking().onSlotsChanged();
    }

    @Override
    public void onPieces(PeerConnection peer) {
        if (isUploadOnly() && peer.isSeed()) {
            loop.execute(() -> letGoIfUseless(peer));
        }
    }

    @Override
    public void onDownloaded(int bytes) {
        totals.onDownloaded(bytes);
    }

    @Override
    public void onUploaded(long bytes) {
        totals.onUploaded(bytes);
    }

    @Override
    public void onWasted(int bytes) {
        totals.onWasted(bytes);
    }

    @Override
    public void onReadFailed(PeerConnection peer, String reason) {
        fail(new IOException(reason));
    }

    @Override
    public void onClosed(PeerConnection peer, CloseReason reason) {
        run.swarm().onClosed(peer, reason);
        run.choking().onSlotsChanged();
        // Blocks that were asked of this peer are free again.
        loop.execute(this::refillAll);
    }

    // What downloads tell

    @Override
    public void onPieceVerified(int piece) {
        totals.onVerified(piece);
        post(AlertCategory.PIECE_PROGRESS, now -> new PieceVerified(now, hash(), piece, layout().lengthOf(piece)));
        if (run != null) {
            eachPeer(peer -> peer.sendHave(piece));
            updateFinished();
        }
    }

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {
        totals.onCorrupt(layout().lengthOf(piece));
        List<PeerAddress> addresses =
                senders.stream().map(BlockSupplier::address).toList();
        post(AlertCategory.PIECE_PROGRESS, now -> new PieceFailed(now, hash(), piece, addresses));
        if (run != null) {
            liars.forEach(liar -> run.swarm().ban(liar.address(), "sent bad data in piece " + piece));
            refillAll();
        }
    }

    @Override
    public void onStorageFailed(IOException failure) {
        fail(failure);
    }

    @Override
    public void onRoom() {
        refillAll();
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
        Bitfield compare = recheckAll ? Bitfield.full(layout().pieceCount()) : data.doubtful();
        Bitfield trusted = recheckAll ? new Bitfield(layout().pieceCount()) : data.vouched();
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
        TorrentPicker picker = policies.openPicker(layout());
        picker.setSequential(sequential);
        DiskTasks disk = new DiskTasks(services.platform().disk());
        DownloadResources resources = new DownloadResources(
                loop, disk, services.downloadMemory(), data.storage(), data.verifier(), data.log());
        PieceDownloads downloads = new PieceDownloads(
                layout(), have, resources, picker, services.platform().newRandom(), this);
        Swarm swarm = new Swarm(ref, loop, services.swarm(), reserved(), this::newConnection);
        Choking choking = new Choking(
                loop,
                policies.openChoker(layout()),
                services.swarm().limits().uploadSlots(),
                swarm.connections(),
                this::isUploadOnly);
        run = new Run(swarm, downloads, picker, choking, disk);
        applyPriorities();
        if (!forgetUnfinished) {
            data.unfinished().forEach((piece, blocks) -> {
                if (downloads.isWanted(piece) && !have.has(piece)) {
                    downloads.restore(piece, blocks);
                }
            });
        }
        toState(downloads.wantedMissing() == 0 ? TorrentState.SEEDING : TorrentState.DOWNLOADING);
        finishedInThisRun |= state == TorrentState.SEEDING;
        ref.onChecked();
        if (state == TorrentState.SEEDING) {
            ref.onFinished();
        }
        scheduleTick();
        policies.open();
        protocols.open();
        sources.open();
        onFound(userPeers, PeerList.USER);
        sources.onNeed(swarm.need());
    }

    private PeerConnection newConnection(PeerLink link, Handshake handshake, String source) {
        if (ticksSlowly) {
            ticker.cancel();
            ticksSlowly = false;
            ticker = loop.schedule(TICK, this::tick);
        }
        return new PeerConnection(peerNumbers++, this, link, handshake, source);
    }

    private ReservedBits reserved() {
        return ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST);
    }

    private void applyPriorities() {
        byte[] priorities = PiecePriorities.of(metainfo, filePriorities);
        totals.onPriorities(priorities, added.seedOnly(), run.downloads().have());
        for (int piece = 0; piece < priorities.length; piece++) {
            run.picker().onPriority(piece, priorities[piece]);
            if (priorities[piece] > 0 && !added.seedOnly()) {
                run.downloads().want(piece);
            } else {
                run.downloads().unwant(piece);
            }
        }
    }

    private void onFound(Collection<PeerAddress> peers, String source) {
        if (run != null) {
            run.swarm().onFound(peers, source);
        }
    }

    private void refillAll() {
        if (run != null && state == TorrentState.DOWNLOADING) {
            run.swarm().refill();
        }
    }

    /** On a copy: a call may close a connection. */
    private void eachPeer(Consumer<PeerConnection> call) {
        if (run != null) {
            List.copyOf(run.swarm().connections()).forEach(call);
        }
    }

    private void updateFinished() {
        boolean complete = run.downloads().wantedMissing() == 0;
        if (complete && state == TorrentState.DOWNLOADING) {
            onFinished();
        } else if (!complete && state == TorrentState.SEEDING) {
            toState(TorrentState.DOWNLOADING);
            ref.onUnfinished();
        }
    }

    private void onFinished() {
        toState(TorrentState.SEEDING);
        work = data.sync();
        if (!finishedInThisRun) {
            finishedInThisRun = true;
            post(AlertCategory.STATUS, now -> new TorrentFinished(now, hash(), ref.name(), totals.wanted()));
            sources.onCompleted();
        }
        ref.onFinished();
        eachPeer(PeerConnection::onWantedChanged);
        eachPeer(this::letGoIfUseless);
    }

    private void letGoIfUseless(PeerConnection peer) {
        if (run != null && isUploadOnly() && peer.isSeed() && !peer.isClosed() && isWholeTorrentHad()) {
            run.swarm().onUseless(peer);
        }
    }

    private boolean isWholeTorrentHad() {
        return run.downloads().have().isFull();
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
        Run ended = run;
        Optional<TorrentData> closing = Optional.ofNullable(data);
        closing.ifPresent(TorrentData::stopComparing);
        Future<Void> searches = sources.close();
        Future<Void> saved = Future.succeededFuture();
        if (ended != null) {
            ended.swarm().close(reason);
            protocols.close();
            policies.close();
            saved = ended.downloads().close().compose(flushed -> ended.disk().whenIdle());
        }
        run = null;
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
        ticksSlowly = run != null
                && run.swarm().connections().isEmpty()
                && run.swarm().known() == 0;
        ticker = loop.schedule(ticksSlowly ? IDLE_TICK : TICK, this::tick);
    }

    private void tick() {
        long now = loop.nanoTime();
        double seconds = Math.max(0.001, (now - lastTickNanos) / NANOS);
        lastTickNanos = now;
        totals.tick(seconds);
        if (run != null) {
            run.downloads().tick();
            run.swarm().tick(seconds);
        }
        if (run != null) {
            run.choking().tick();
            sources.onNeed(state == TorrentState.DOWNLOADING ? run.swarm().need() : 0);
        }
        publish();
        if (run != null || state == TorrentState.CHECKING) {
            scheduleNextTick();
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
        List<PeerConnection> peers = run == null ? List.of() : run.swarm().connections();
        ref.publish(
                totals.status(state, peers, run == null ? 0 : run.swarm().known(), error),
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
}
