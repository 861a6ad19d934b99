package io.spate.api.blocks;

import io.spate.api.session.TorrentView;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Delivers the data of torrents without the peer protocol: web servers (BEP 17, 19), other stores. One instance serves the
 * session; all that are loaded are used, beside the peers.
 */
public interface BlockSource extends ExtensionPoint {
    /** Unique among loaded sources, lower case; it appears in alerts. */
    String name();

    /**
     * Called on the torrent's loop when it begins to exchange pieces, and for the torrents that do when the plugin starts; must
     * not block. If it fails, the torrent goes on without the source.
     *
     * @param sink takes what the source delivers, until {@link TorrentBlocks#close}
     * @return empty if the source has nothing of this torrent
     */
    Optional<TorrentBlocks> open(TorrentView torrent, BlockSink sink);
}
