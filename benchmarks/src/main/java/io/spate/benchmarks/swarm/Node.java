package io.spate.benchmarks.swarm;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.Spate;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/** A session with one torrent, on the loopback interface. */
final class Node implements AutoCloseable {
    private final Session session;
    private final TorrentHandle torrent;

    private Node(Session session, TorrentHandle torrent) {
        this.session = session;
        this.torrent = torrent;
    }

    /** Starts the session; the torrent waits for {@link #begin} or {@link #download}. */
    static Node start(GeneratedStorage storage, Metainfo metainfo, Path directory, List<PeerAddress> peers, int slots) {
        Session session = Spate.session()
                .listen(List.of(new HostAndPort("127.0.0.1", 0)))
                .stateDirectory(directory)
                .set("spate.storage", GeneratedStorage.NAME)
                .set("spate.limits.upload-slots", Integer.toString(slots))
                .set("spate.limits.half-open", "1000")
                .set("spate.limits.connect-rate", "1000")
                .extension(storage)
                .start()
                .await();
        return new Node(
                session,
                session.add(AddTorrent.of(metainfo, directory).withPeers(peers).thenPaused())
                        .await());
    }

    PeerAddress address() {
        return PeerAddress.of(session.listenAddresses().get(0));
    }

    void begin() {
        torrent.resume().await();
    }

    void awaitChecked() {
        torrent.whenChecked().await();
    }

    /** Begins the torrent; completes with the seconds until all of it is there and compared. */
    Future<Double> download() {
        long begun = System.nanoTime();
        return torrent.resume().compose(going -> torrent.whenFinished()).map(done -> (System.nanoTime() - begun) / 1e9);
    }

    @Override
    public void close() {
        session.close();
    }
}
