package io.spate.swarm;

import static io.spate.swarm.Await.await;

import io.spate.api.PeerAddress;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * A session with a folder of its own for what it downloads and serves.
 *
 * @param alerts all that it posted
 */
record TestSession(Session session, Path data, AlertLog alerts) {
    PeerAddress address() {
        return PeerAddress.of(session.listenAddresses().get(0));
    }

    /** Writes the files, and serves them once they were checked. */
    TorrentHandle seed(TestTorrent torrent) throws Exception {
        torrent.writeTo(data);
        return serve(torrent.metainfo());
    }

    /** Serves what is there. */
    TorrentHandle serve(Metainfo torrent) throws Exception {
        TorrentHandle seeding = await(session.add(AddTorrent.of(torrent, data).onlyToSeed()));
        await(seeding.whenChecked());
        return seeding;
    }

    /** Begins a download. */
    TorrentHandle download(TestTorrent torrent, PeerAddress... peers) throws Exception {
        return add(adding(torrent).withPeers(List.of(peers)));
    }

    AddTorrent adding(TestTorrent torrent) {
        return AddTorrent.of(torrent.metainfo(), data);
    }

    TorrentHandle add(AddTorrent torrent) throws Exception {
        return await(session.add(torrent));
    }

    void stop() {
        session.close();
    }
}
