package io.spate.kernel.session;

import io.spate.kernel.torrent.TorrentRef;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A torrent that is being taken out of the session, by one call or by several at once: it goes with the last of them, so that
 * none does its work upon a torrent that was added meanwhile. Guarded by {@link SessionTorrents}, but for its future.
 */
final class Removal {
    private final TorrentRef torrent;
    private final Promise<Void> gone = Promise.promise();
    private int underWay;

    Removal(TorrentRef torrent) {
        this.torrent = torrent;
    }

    TorrentRef torrent() {
        return torrent;
    }

    void begin() {
        underWay++;
    }

    /** @return whether it was the last */
    boolean end() {
        return --underWay == 0;
    }

    /** Tells everybody who waits; not to be called under a lock. */
    void complete() {
        gone.complete();
    }

    Future<Void> whenGone() {
        return gone.future();
    }
}
