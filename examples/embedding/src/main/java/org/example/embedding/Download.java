package org.example.embedding;

import io.spate.api.PeerAddress;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.Spate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Downloads a torrent, and exits. */
public final class Download {
    private Download() {}

    /** @param args a torrent file, the folder to download to, and any number of peers to begin with, as host:port */
    public static void main(String[] args) {
        Metainfo torrent = Spate.readTorrent(Path.of(args[0]));
        List<PeerAddress> peers = Arrays.stream(args)
                .skip(2)
                .map(PeerAddress::parse)
                .flatMap(Optional::stream)
                .toList();

        // This much is the whole engine. With plugins, say .plugins(folder) before the start: they find peers, and
        // more.
        try (Session session = Spate.session().start().await()) {
            TorrentHandle download = session.add(
                            AddTorrent.of(torrent, Path.of(args[1])).withPeers(peers))
                    .await();
            download.whenFinished().await();
        }
        System.out.println("downloaded " + torrent.name());
    }
}
