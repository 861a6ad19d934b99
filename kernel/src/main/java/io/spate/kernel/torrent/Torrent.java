package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.wire.HandshakeDecoder;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One torrent, on its loop: gets its metadata if it has none, opens its data, has it checked, then downloads and serves until
 * it is paused or removed.
 *
 * <pre>
 *   STARTING ──data opened──→ CHECKING ──compared──→ DOWNLOADING ──all wanted verified──→ SEEDING
 *    ↑ ↑ │└────────nothing to compare──────────────────↗   ↖───────more is wanted──────────┘
 *    │ │ └─no metadata─→ FETCHING_METADATA
 *    │ └────received──────────┘
 *    └──resume── PAUSED, FAILED ←──pause, storage failed── (any of the above)      STOPPED: for good
 * </pre>
 *
 * <p>The swarm comes with the first need of peers: to fetch metadata, or to exchange pieces. It stays until the torrent is
 * paused or stopped, so that who sent the metadata sends pieces, too.
 */
final class Torrent {
    /** How long a stop waits for searches to take their leave. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final TorrentServices services;
    private final Loop loop;
    private final AddTorrent added;
    private final TorrentRef ref;
    private final Standing standing;
    private final WantedContent content;
    private final TorrentTotals totals;
    private final Ticker ticker;
    private final TorrentAlerts alerts;
    private final TorrentPlugins plugins;
    private final TorrentPolicies policies;
    private final LoopFutures futures;
    private final Safekeeping safekeeping;

    private TorrentState state = TorrentState.STARTING;
    private Optional<String> error = Optional.empty();
    private boolean recheckAll;
    private boolean finishedInThisRun;
    /** Trackers count downloads, so they are told of one once; not of one that an earlier session made. */
    private boolean completionIsKnown;

    private Optional<DataRun> data = Optional.empty();
    private Optional<Swarm> swarm = Optional.empty();
    private Optional<Fetching> fetching = Optional.empty();
    private Optional<Exchange> exchange = Optional.empty();
    /** Between {@link #start} and the stop, whatever has been reached in between. */
    private boolean isActive;

    /** Counts starts and stops: what an earlier one began, and what ends late, is of no interest any more. */
    private int attempt;

    private Future<Void> stopping = Future.succeededFuture();

    /** Fails with {@code UNSUPPORTED} if it is a torrent that cannot be exchanged. */
    Torrent(TorrentServices services, Loop loop, AddTorrent added, TorrentMemory memory, TorrentRef ref) {
        this.services = services;
        this.loop = loop;
        this.added = added;
        this.ref = ref;
        this.ticker = new Ticker(loop, this::tick);
        this.standing = new Standing(added, memory, loop);
        this.content = new WantedContent(added.magnet(), standing);
        this.totals = new TorrentTotals(memory.before());
        this.alerts = new TorrentAlerts(
                ref, services.swarm().alerts(), services.platform().clock());
        this.plugins = new TorrentPlugins(ref, loop, services.contributions(), () -> swarm);
        this.policies = new TorrentPolicies(
                loop, services.contributions().extensions(), services.policies(), services.platform(), this::restart);
        this.futures = new LoopFutures(loop);
        this.safekeeping = new Safekeeping(loop);
        added.metainfo().ifPresent(this::onKnown);
        publish();
    }

    // What the handle asks for

    /** The first start, unless it is to be added paused. */
    void begin() {
        if (state == TorrentState.STOPPED) {
            return; // with the session, while it was being added
        }
        if (standing.isPaused()) {
            toState(TorrentState.PAUSED);
            keep();
        } else {
            start();
        }
    }

    void start() {
        if (state == TorrentState.STOPPED || isActive) {
            return;
        }
        isActive = true;
        standing.paused(false);
        keep();
        int mine = ++attempt;
        error = Optional.empty();
        toState(TorrentState.STARTING);
        stopping.onComplete(stopped -> {
            if (attempt == mine) {
                content.metainfo().ifPresentOrElse(this::open, this::findMetadata);
            }
        });
    }

    Future<Void> pause() {
        standing.paused(true);
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
        standing.addPeer(peer);
        keep();
        swarm.ifPresent(peers -> peers.onFound(List.of(FoundPeer.at(peer)), PeerList.USER));
    }

    void prioritiseFiles(List<Integer> priorities) {
        content.prioritiseFiles(priorities);
        keep();
        exchange.ifPresent(running -> {
            running.prioritise(content.piecePriorities(), added.seedOnly());
            updateFinished(running); // first, as who has finished is interested in nobody
            running.onWantedChanged();
            ticker.hasten();
            publish();
        });
    }

    void sequential(boolean on) {
        standing.sequential(on);
        keep();
        exchange.ifPresent(running -> running.sequential(on));
    }

    Bitfield pieces() {
        return exchange.map(running -> running.have().copy()).orElseGet(() -> new Bitfield(content.pieceCount()));
    }

    /** A peer dialled us and named this torrent. @param early taken over */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        if (swarm.isEmpty()) {
            early.release();
            link.close();
        } else {
            swarm.get().onIncoming(link, decoder, early);
        }
    }

    // The way to the metadata

    private void findMetadata() {
        Fetching begun = new Fetching(services, ref, alerts, added.magnet().orElseThrow(), loop, new FetchingEvents());
        fetching = Optional.of(begun);
        begun.start();
    }

    private void onMetadata(Metainfo received) {
        fetching = Optional.empty();
        try {
            ref.onMetadata(received);
            onKnown(received);
        } catch (SpateException | IllegalArgumentException e) {
            fail(e);
            return;
        }
        if (received.isPrivate()) {
            plugins.onPrivate();
        }
        toState(TorrentState.STARTING);
        open(received);
    }

    /** Nothing has changed if this fails. */
    private void onKnown(Metainfo known) {
        content.onKnown(known);
        totals.onLayout(known.layout());
    }

    // The way to exchanging pieces

    private void open(Metainfo known) {
        DataRun run = new DataRun(services, loop, added, recheckAll, new DataEvents());
        data = Optional.of(run);
        run.open(known);
    }

    private void exchange(Bitfield have, DataRun run) {
        boolean isAlone = swarm.isEmpty();
        Swarm peers = swarm.orElseGet(this::newSwarm);
        Exchange running = new Exchange(
                services, ref, content.layout(), run.data(), have, totals, policies, peers, new ExchangeEvents());
        safekeeping.begin();
        exchange = Optional.of(running);
        running.sequential(standing.isSequential());
        running.prioritise(content.piecePriorities(), added.seedOnly());
        if (!run.comparesAll()) {
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
        policies.open();
        if (isAlone) {
            meetPeers(peers);
        } else {
            running.start();
            ticker.start(pace());
            plugins.onNeed(need());
        }
        running.openSources();
    }

    private Swarm newSwarm() {
        return new Swarm(services, ref, loop, plugins, new Members());
    }

    private void meetPeers(Swarm peers) {
        swarm = Optional.of(peers);
        ticker.start(pace());
        plugins.open();
        peers.onFound(standing.peers().stream().map(FoundPeer::at).toList(), PeerList.USER);
        plugins.onNeed(need());
    }

    private int need() {
        return exchange.map(Exchange::need)
                .orElseGet(() -> swarm.map(Swarm::need).orElse(0));
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
            plugins.onCompleted();
        }
    }

    private void onFinished(Exchange running) {
        toState(TorrentState.SEEDING);
        data.ifPresent(safekeeping::onFinished);
        if (!finishedInThisRun) {
            finishedInThisRun = true;
            alerts.finished(totals.wanted());
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
        alerts.failed(reason);
        stopRun(TorrentState.FAILED, "the torrent failed");
        ref.onFailed(cause);
    }

    private Future<Void> stopRun(TorrentState next, String reason) {
        if (state == TorrentState.STOPPED) {
            return stopping;
        }
        toState(next);
        keep();
        if (!isActive) {
            return stopping;
        }
        isActive = false;
        attempt++;
        ticker.stop();
        fetching.ifPresent(Fetching::close);
        Optional<Exchange> ended = exchange;
        Optional<DataRun> closing = data;
        closing.ifPresent(DataRun::end);
        Future<Void> searches = plugins.closeSearches();
        swarm.ifPresent(peers -> peers.close(reason));
        plugins.close();
        policies.close();
        Future<Void> saved = ended.map(Exchange::save).orElseGet(Future::succeededFuture);
        exchange = Optional.empty();
        swarm = Optional.empty();
        fetching = Optional.empty();
        data = Optional.empty();
        publish();
        stopping = futures.onLoop(Future.join(released(saved, closing), futures.atMost(FAREWELL, searches)));
        return stopping;
    }

    /** A later start waits for that. */
    private Future<Void> released(Future<Void> saved, Optional<DataRun> closing) {
        Future<Void> users = Future.join(LoopFutures.settled(stopping), LoopFutures.settled(saved))
                .mapEmpty();
        return closing.map(run -> run.close(users)).orElse(users);
    }

    // Time and snapshots

    private Ticker.Pace tick(double seconds) {
        totals.tick(seconds);
        exchange.ifPresentOrElse(running -> running.tick(seconds), () -> swarm.ifPresent(peers -> peers.tick(seconds)));
        exchange.ifPresent(running -> data.ifPresent(run -> safekeeping.tick(running, run)));
        swarm.ifPresent(peers -> {
            plugins.tick();
            plugins.onNeed(need());
        });
        publish();
        standing.tick(totals.transferred());
        return pace();
    }

    /** How it stands, for the next session. */
    private void keep() {
        standing.keep(totals.transferred());
    }

    private Ticker.Pace pace() {
        if (swarm.isPresent()) {
            return pace(swarm.get());
        }
        return state == TorrentState.CHECKING ? Ticker.Pace.SECOND : Ticker.Pace.NONE;
    }

    /** One of a thousand seeds that nobody asks for anything must cost nothing. */
    private Ticker.Pace pace(Swarm peers) {
        boolean isSeed = exchange.filter(Exchange::isComplete).isPresent();
        boolean hasSources = exchange.filter(Exchange::hasSources).isPresent();
        if (!peers.isQuiet() || !totals.isQuiet() || !isSeed && (hasSources || peers.known() > 0)) {
            return Ticker.Pace.SECOND;
        }
        boolean isDone = isSeed
                && peers.known() == 0
                && !safekeeping.hasNews()
                && data.filter(DataRun::isIdle).isPresent();
        return isDone ? Ticker.Pace.REST : Ticker.Pace.IDLE;
    }

    private void toState(TorrentState next) {
        if (state == next) {
            return;
        }
        TorrentState before = state;
        state = next;
        publish();
        alerts.stateChanged(before, next);
    }

    private void publish() {
        List<PeerConnection> peers = swarm.map(Swarm::connections).orElseGet(List::of);
        ref.publish(
                totals.status(state, peers, swarm.map(Swarm::known).orElse(0), error),
                peers.stream().map(PeerConnection::status).toList());
    }

    private final class FetchingEvents implements Fetching.Events {
        @Override
        public void onPeersNeeded() {
            toState(TorrentState.FETCHING_METADATA);
            meetPeers(newSwarm());
        }

        @Override
        public void onMetadata(Metainfo metainfo) {
            Torrent.this.onMetadata(metainfo);
        }

        @Override
        public void onFailed(Throwable reason) {
            fail(reason);
        }
    }

    private final class DataEvents implements DataRun.Events {
        @Override
        public void onComparing() {
            toState(TorrentState.CHECKING);
            totals.onCheckStarted();
            ticker.start(pace());
        }

        @Override
        public void onCompared(long bytes) {
            totals.onChecked(bytes);
        }

        @Override
        public void onChecked(Bitfield have, int compared) {
            recheckAll = false;
            totals.onHave(have);
            alerts.checked(have.count(), have.size(), compared);
        }

        @Override
        public void onReady(Bitfield have) {
            exchange(have, data.orElseThrow());
        }

        @Override
        public void onFailed(Throwable cause) {
            fail(cause);
        }
    }

    private final class Members implements Swarm.Members {
        /** As long as nothing is exchanged, it stays as it is: connected, and asked for nothing. */
        @Override
        public void onConnected(PeerConnection peer) {
            ticker.hasten();
            exchange.ifPresent(running -> running.onConnected(peer));
        }

        /** A seed that rested has somebody to look after again. */
        @Override
        public void onCandidates() {
            ticker.hasten();
        }

        @Override
        public void onClosed(PeerConnection peer) {
            exchange.ifPresent(Exchange::onClosed);
        }

        @Override
        public void onUnreachable(FoundPeer peer) {
            plugins.onUnreachable(peer);
        }
    }

    private final class ExchangeEvents implements Exchange.Events {
        @Override
        public void onPieceVerified(int piece) {
            totals.onVerified(piece);
            safekeeping.onNews();
            alerts.pieceVerified(piece, content.layout().lengthOf(piece));
        }

        @Override
        public void onPieceFailed(int piece, List<PeerAddress> senders) {
            totals.onCorrupt(content.layout().lengthOf(piece));
            alerts.pieceFailed(piece, senders);
        }

        @Override
        public void onDownloaded() {
            safekeeping.onNews();
        }

        @Override
        public void onProgress() {
            exchange.ifPresent(Torrent.this::updateFinished);
        }

        @Override
        public void onFailed(IOException failure) {
            fail(failure);
        }
    }
}
