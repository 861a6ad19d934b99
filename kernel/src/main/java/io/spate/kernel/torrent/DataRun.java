package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of a torrent from one start to the next stop: opened, compared where it is in doubt, prepared for what is missing, and
 * closed when nothing works with it any more. Confined to the torrent's loop.
 */
final class DataRun {
    private final TorrentServices services;
    private final Loop loop;
    private final AddTorrent added;
    private final boolean comparesAll;
    private final Events events;
    private Optional<TorrentData> data = Optional.empty();

    /** What is being done with the data: opening, comparing, preparing, syncing it. */
    private Future<?> work = Future.succeededFuture();

    private boolean ended;

    /** @param comparesAll whether nothing is to be trusted that an earlier run left */
    DataRun(TorrentServices services, Loop loop, AddTorrent added, boolean comparesAll, Events events) {
        this.services = services;
        this.loop = loop;
        this.added = added;
        this.comparesAll = comparesAll;
        this.events = events;
    }

    boolean comparesAll() {
        return comparesAll;
    }

    /** Once it is opened. */
    TorrentData data() {
        return data.orElseThrow();
    }

    /** Whether nothing is being done with it. */
    boolean isIdle() {
        return work.isComplete();
    }

    /** What opens too late is closed again. */
    void open(Metainfo known) {
        Promise<Void> opening = Promise.promise();
        work = opening.future();
        services.data()
                .open(added, known)
                .onComplete(opened -> loop.execute(() -> {
                    if (!ended) {
                        opening.complete();
                        onOpened(opened, known.layout().pieceCount());
                    } else if (opened.succeeded()) {
                        opened.result().close().onComplete(opening);
                    } else {
                        opening.complete();
                    }
                }));
    }

    private void onOpened(AsyncResult<TorrentData> opened, int pieces) {
        if (opened.failed()) {
            events.onFailed(opened.cause());
            return;
        }
        TorrentData there = opened.result();
        data = Optional.of(there);
        Bitfield compare = comparesAll ? Bitfield.full(pieces) : there.doubtful();
        Bitfield trusted = comparesAll ? new Bitfield(pieces) : there.vouched();
        if (compare.isEmpty()) {
            onChecked(trusted, 0);
            return;
        }
        events.onComparing();
        goOn(there.compare(compare, events::onCompared), right -> onChecked(union(trusted, right), compare.count()));
    }

    private void onChecked(Bitfield have, int compared) {
        events.onChecked(have, compared);
        if (added.seedOnly() || have.isFull()) {
            events.onReady(have);
        } else {
            goOn(data().prepare(), prepared -> events.onReady(have));
        }
    }

    /** Goes on after some work, unless the run has ended meanwhile; its end then waits for the work. */
    private <T> void goOn(Future<T> busy, Consumer<T> next) {
        work = busy;
        busy.onComplete(done -> loop.execute(() -> {
            if (ended) {
                return;
            }
            if (done.succeeded()) {
                next.accept(done.result());
            } else {
                events.onFailed(done.cause());
            }
        }));
    }

    /** Forces what was written to disk. */
    void sync() {
        work = data().sync();
    }

    /** Nothing more is begun, and no event comes any more. */
    void end() {
        ended = true;
        data.ifPresent(TorrentData::stopComparing);
    }

    /** After {@link #end}: closes it when nothing works with it any more. Does not fail. @param users that work with it, too */
    Future<Void> close(Future<Void> users) {
        return Future.join(LoopFutures.settled(work), LoopFutures.settled(users))
                .compose(
                        done -> LoopFutures.settled(data.map(TorrentData::close).orElseGet(Future::succeededFuture)));
    }

    private static Bitfield union(Bitfield one, Bitfield other) {
        Bitfield union = one.copy();
        for (int piece = other.nextSet(0); piece >= 0; piece = other.nextSet(piece + 1)) {
            union.set(piece);
        }
        return union;
    }

    /** What becomes of it. Called on the torrent's loop. */
    interface Events {
        /** Some of it is compared now. */
        void onComparing();

        /** So many bytes are compared. Called on disk threads. */
        void onCompared(long bytes);

        /** It is known what is there. @param compared how many pieces had to be */
        void onChecked(Bitfield have, int compared);

        /** Pieces can be exchanged. */
        void onReady(Bitfield have);

        void onFailed(Throwable cause);
    }
}
