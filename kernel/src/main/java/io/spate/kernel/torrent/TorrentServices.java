package io.spate.kernel.torrent;

import io.spate.api.session.AddTorrent;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PolicySettings;
import io.vertx.core.Future;

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
        Contributions contributions,
        String userAgent) {
    /** Opens storage and saved state. */
    public interface DataOpener {
        /** Completes on a disk thread; fails with a message for people. */
        Future<TorrentData> open(AddTorrent torrent);
    }
}
