package io.spate.plugin.tracker;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.session.TorrentStatus;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.function.Function;

/** Takes the kernel's calls on the torrent's loop, and passes them to the plugin's loop, where all the work is done. */
final class TrackerSearch implements PeerSearch {
    private final TorrentView torrent;
    private final Loop loop;
    private volatile boolean closed;
    private TorrentAnnounces announces; // the plugin's loop only

    /** @param announces made on the plugin's loop; gets a sink that is deaf after the close */
    TrackerSearch(TorrentView torrent, PeerSink sink, Loop loop, Function<PeerSink, TorrentAnnounces> announces) {
        this.torrent = torrent;
        this.loop = loop;
        PeerSink untilClosed = new UntilClosed(sink);
        loop.execute(() -> {
            this.announces = announces.apply(untilClosed);
            if (!closed) {
                this.announces.start();
            }
        });
    }

    @Override
    public void onNeed(int peers) {
        loop.execute(() -> announces.onNeed(peers));
    }

    @Override
    public void onCompleted() {
        loop.execute(() -> announces.onCompleted());
    }

    @Override
    public Future<Void> close() {
        closed = true;
        TorrentStatus last = torrent.status();
        Promise<Void> left = Promise.promise();
        loop.execute(() -> announces.leave(last, left));
        return left.future();
    }

    private final class UntilClosed implements PeerSink {
        private final PeerSink sink;

        private UntilClosed(PeerSink sink) {
            this.sink = sink;
        }

        @Override
        public void onFound(Collection<PeerAddress> peers) {
            if (!closed && !peers.isEmpty()) {
                sink.onFound(peers);
            }
        }

        @Override
        public void onWithdrawn() {
            if (!closed) {
                sink.onWithdrawn();
            }
        }
    }
}
