package io.spate.api.metadata;

/** The fetch of one torrent's info dictionary, until it is closed. */
public interface MetadataFetch {
    /**
     * The right info dictionary was offered, whoever brought it; or the torrent stops, or the plugin does. Called once, on the
     * torrent's loop; must not block.
     */
    void close();
}
