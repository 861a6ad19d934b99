package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.net.PeerLink;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PeerStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import io.spate.kernel.wire.HandshakeDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the outside holds of a torrent: answers from the last snapshot, and hops to the torrent's loop for the rest. Safe
 * from any thread.
 */
public final class TorrentRef implements TorrentHandle {
    private final Loop loop;
    private final InfoHash id;
    private final Identities identities;
    private final Torrent torrent;

    // Written on the loop
    private volatile TorrentFacts facts;
    private volatile TorrentStatus status;
    private volatile List<PeerStatus> peers = List.of();
    private volatile Promise<Void> checked = Promise.promise();
    private volatile Promise<Void> finished = Promise.promise();
    private final Promise<Void> stopped = Promise.promise();

    /**
     * Fails with {@code UNSUPPORTED} if it is a torrent that cannot be exchanged.
     *
     * @param loop where the torrent will live
     */
    public TorrentRef(
            TorrentServices services, Loop loop, AddTorrent added, Identities identities, TorrentMemory memory) {
        this.loop = loop;
        this.identities = identities;
        this.facts = TorrentFacts.of(added);
        this.id = facts.infoHashes().best();
        this.torrent = new Torrent(services, loop, added, memory, this);
    }

    /** Begins; called once. */
    public void start() {
        loop.execute(torrent::begin);
    }

    /** Ends for good. Completes on the loop; called again, it waits for the same end. */
    public Future<Void> stop() {
        loop.execute(() -> torrent.stop().onComplete(ended -> {
            onFailed(isStopped());
            stopped.tryComplete();
        }));
        return stopped.future();
    }

    /** Where its connections must live. */
    public Loop loop() {
        return loop;
    }

    /** A peer dialled us and named this torrent; called on its loop. @param early taken over */
    public void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        torrent.onIncoming(link, decoder, early);
    }

    @Override
    public InfoHash id() {
        return id;
    }

    @Override
    public InfoHashes infoHashes() {
        return facts.infoHashes();
    }

    @Override
    public String name() {
        return facts.name();
    }

    @Override
    public Optional<Metainfo> metainfo() {
        return facts.metainfo();
    }

    @Override
    public boolean isPrivate() {
        return facts.isPrivate();
    }

    @Override
    public List<List<String>> trackers() {
        return facts.trackers();
    }

    @Override
    public List<HostAndPort> dhtNodes() {
        return facts.dhtNodes();
    }

    @Override
    public TorrentStatus status() {
        return status;
    }

    @Override
    public List<PeerStatus> peers() {
        return peers;
    }

    @Override
    public Future<Void> whenFinished() {
        return finished.future();
    }

    @Override
    public Future<Void> whenChecked() {
        return checked.future();
    }

    @Override
    public Future<Void> pause() {
        return onLoop(torrent::pause);
    }

    @Override
    public Future<Void> resume() {
        return run(() -> {
            renewIf(Future::failed);
            torrent.start();
        });
    }

    @Override
    public Future<Void> recheck() {
        return onLoop(() -> {
            renewIf(Future::isComplete); // as what was found before is in doubt now
            return torrent.recheck();
        });
    }

    @Override
    public Future<Void> connect(PeerAddress peer) {
        return run(() -> torrent.connect(peer));
    }

    @Override
    public Future<Void> prioritiseFiles(List<Integer> priorities) {
        return run(() -> torrent.prioritiseFiles(priorities));
    }

    @Override
    public Future<Void> sequential(boolean on) {
        return run(() -> torrent.sequential(on));
    }

    @Override
    public Future<Bitfield> pieces() {
        return onLoop(() -> Future.succeededFuture(torrent.pieces()));
    }

    @Override
    public String toString() {
        return name() + " (" + infoHashes() + ")";
    }

    /** Called on the loop. Fails with {@code DUPLICATE_TORRENT} if the torrent turns out to be one that the session has. */
    void onMetadata(Metainfo received) {
        identities.extend(this, received.infoHashes());
        facts = TorrentFacts.of(received);
    }

    void publish(TorrentStatus next, List<PeerStatus> nextPeers) {
        status = next;
        peers = nextPeers;
    }

    void onChecked() {
        checked.tryComplete();
    }

    void onFinished() {
        finished.tryComplete();
    }

    /** More is wanted than before: whoever asks from now on waits for that. */
    void onUnfinished() {
        if (finished.future().isComplete()) {
            finished = Promise.promise();
        }
    }

    void onFailed(Throwable cause) {
        checked.tryFail(cause);
        finished.tryFail(cause);
    }

    private void renewIf(Predicate<Future<Void>> over) {
        if (over.test(checked.future())) {
            checked = Promise.promise();
        }
        if (over.test(finished.future())) {
            finished = Promise.promise();
        }
    }

    private Future<Void> run(Runnable action) {
        return onLoop(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> action) {
        if (stopped.future().isComplete()) {
            return Future.failedFuture(isStopped()); // its loop may have ended, too
        }
        Promise<T> done = Promise.promise();
        loop.execute(() -> {
            if (status.state() == TorrentState.STOPPED) {
                done.fail(isStopped());
                return;
            }
            try {
                action.get().onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private SpateException isStopped() {
        return new SpateException(ErrorCode.STOPPED, "the torrent is stopped: " + name());
    }

    /** By which hashes the session finds its torrents. */
    public interface Identities {
        /**
         * More hashes of a torrent are known than when it was added. Called on the torrent's loop; fails with {@code
         * DUPLICATE_TORRENT} if one is another torrent's.
         */
        void extend(TorrentRef torrent, InfoHashes hashes);
    }
}
