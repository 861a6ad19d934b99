package io.spate.kernel.torrent;

import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PolicySettings;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What the session gives to every torrent.
 *
 * @param downloadMemory for pieces that are gathered
 * @param uploadMemory for blocks that are being sent
 */
public record TorrentServices(
        Platform platform,
        SwarmServices swarm,
        BufferPool downloadMemory,
        BufferPool uploadMemory,
        RateLimit downloadLimit,
        RateLimit uploadLimit,
        PolicySettings policies,
        DataOpener data,
        MetadataStore metadata,
        Contributions contributions,
        String userAgent) {
    /** Opens storage and saved state. */
    public interface DataOpener {
        /** Completes on a disk thread; fails with a message for people. */
        Future<TorrentData> open(AddTorrent torrent, Metainfo metainfo);
    }

    /** Keeps what was fetched for magnet links, so that it is fetched once. Futures complete on a disk thread, and never fail. */
    public interface MetadataStore {
        /** What an earlier run kept, with the trackers that the link names now. */
        Future<Optional<Metainfo>> kept(MagnetLink link);

        /** When this completes, it survives the end of the process. */
        Future<Void> keep(MagnetLink link, Metainfo metainfo);
    }
}
