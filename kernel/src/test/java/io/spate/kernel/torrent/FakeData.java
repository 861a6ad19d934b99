package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.check.PieceVerifier;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.download.PieceLog;
import io.spate.kernel.download.RecordingStorage;
import io.spate.testkit.SampleTorrent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Data that does its work when the test says so, and notes in which order it was used. */
final class FakeData implements TorrentData, PieceLog {
    final RecordingStorage storage;
    final Bitfield vouched;
    final Bitfield doubtful;
    final Map<Integer, BitSet> unfinished = new LinkedHashMap<>();
    final Promise<Bitfield> comparing = Promise.promise();
    Promise<Void> preparing = Promise.promise();
    final Promise<Void> closing = Promise.promise();
    boolean isClosing;

    private final SampleTorrent torrent;
    private final List<String> calls;
    private final String name;

    FakeData(String name, SampleTorrent torrent, List<String> calls) {
        this.name = name;
        this.torrent = torrent;
        this.calls = calls;
        this.storage = new RecordingStorage(torrent);
        this.vouched = new Bitfield(torrent.layout().pieceCount());
        this.doubtful = new Bitfield(torrent.layout().pieceCount());
    }

    @Override
    public TorrentStorage storage() {
        return storage;
    }

    @Override
    public PieceVerifier verifier() {
        return new Sha1Verifier(torrent.metainfo());
    }

    @Override
    public PieceLog log() {
        return this;
    }

    @Override
    public void verified(int piece) throws IOException {
        calls.add(name + " verified " + piece);
    }

    @Override
    public void unfinished(int piece, BitSet blocks) {
        calls.add(name + " unfinished " + piece);
    }

    @Override
    public Bitfield vouched() {
        return vouched.copy();
    }

    @Override
    public Bitfield doubtful() {
        return doubtful.copy();
    }

    @Override
    public Map<Integer, BitSet> unfinished() {
        return unfinished;
    }

    @Override
    public Future<Bitfield> compare(Bitfield pieces, LongConsumer progress) {
        calls.add(name + " compare");
        return comparing.future();
    }

    @Override
    public void stopComparing() {
        calls.add(name + " stopComparing");
    }

    @Override
    public Future<Void> prepare() {
        calls.add(name + " prepare");
        return preparing.future();
    }

    @Override
    public Future<Void> sync() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        calls.add(name + " close");
        isClosing = true;
        return closing.future();
    }
}
