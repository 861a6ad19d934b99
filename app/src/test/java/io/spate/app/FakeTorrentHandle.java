package io.spate.app;

import io.spate.api.Bitfield;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PeerStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/** A torrent that does what the test says, when it says it. */
final class FakeTorrentHandle implements TorrentHandle {
    private final AddTorrent added;
    private final Promise<Void> checked = Promise.promise();
    private final Promise<Void> finished = Promise.promise();
    private volatile TorrentStatus status;

    FakeTorrentHandle(AddTorrent added) {
        this.added = added;
        this.status = status(TorrentState.CHECKING, 0, 0, Optional.empty());
    }

    AddTorrent added() {
        return added;
    }

    void check(int pieces) {
        boolean all = pieces == pieceCount();
        status = status(all ? TorrentState.SEEDING : TorrentState.DOWNLOADING, pieces, 0, Optional.empty());
        checked.tryComplete();
    }

    /** Only the magnet link is known; so many peers are connected. */
    void withoutMetadata(TorrentState state, int peers) {
        status = new TorrentStatus(
                state, 0, 0, 0, 0, 0, 16 * 1024, 0, 0, 0, 0, 0, 0, 0, peers, 0, peers, Optional.empty());
    }

    void finish(long downloaded) {
        status = status(TorrentState.SEEDING, pieceCount(), downloaded, Optional.empty());
        checked.tryComplete();
        finished.tryComplete();
    }

    void fail(RuntimeException why) {
        status = status(TorrentState.FAILED, 0, 0, Optional.of(why.getMessage()));
        checked.tryFail(why);
        finished.tryFail(why);
    }

    private int pieceCount() {
        return metainfo().map(metainfo -> metainfo.layout().pieceCount()).orElse(64);
    }

    private TorrentStatus status(TorrentState state, int pieces, long downloaded, Optional<String> error) {
        long length = metainfo().map(Metainfo::contentLength).orElse(64L * SomeTorrent.PIECE_LENGTH);
        long verified = length * pieces / pieceCount();
        return new TorrentStatus(
                state,
                pieces,
                pieceCount(),
                verified,
                length,
                verified,
                length - verified,
                0,
                downloaded,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                error);
    }

    @Override
    public InfoHashes infoHashes() {
        return metainfo()
                .map(Metainfo::infoHashes)
                .or(() -> added.magnet().map(magnet -> magnet.infoHashes()))
                .orElseThrow();
    }

    @Override
    public String name() {
        return metainfo().map(Metainfo::name).orElse("a magnet link");
    }

    @Override
    public Optional<Metainfo> metainfo() {
        return added.metainfo();
    }

    @Override
    public boolean isPrivate() {
        return false;
    }

    @Override
    public List<List<String>> trackers() {
        return List.of();
    }

    @Override
    public TorrentStatus status() {
        return status;
    }

    @Override
    public List<PeerStatus> peers() {
        return List.of();
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
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> resume() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> recheck() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> connect(PeerAddress peer) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> prioritiseFiles(List<Integer> priorities) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> sequential(boolean on) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Bitfield> pieces() {
        return Future.failedFuture(new UnsupportedOperationException("no pieces here"));
    }
}
