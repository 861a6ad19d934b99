package io.spate.api.metadata;

import io.spate.api.session.TorrentView;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Turns an info-hash into an info dictionary: asks the peers of the torrent (BEP 9), or somebody else. One instance serves the
 * session; it opens a fetch for each torrent that has a magnet link and no metadata. All sources that are loaded fetch at once;
 * the first that offers the right bytes ends the fetches of all.
 */
public interface MetadataSource extends ExtensionPoint {
    /** Unique among loaded sources, lower case; it appears in alerts. */
    String name();

    /**
     * Called on the torrent's loop when the torrent begins to fetch, and for the torrents that are fetching when the plugin
     * starts; must not block. The extended protocols of the torrent are open already. If it fails, this source fetches nothing
     * for the torrent.
     *
     * @param sink takes what was fetched, until the fetch is closed
     * @return empty if the source can do nothing for this torrent
     */
    Optional<MetadataFetch> open(TorrentView torrent, MetadataSink sink);
}
