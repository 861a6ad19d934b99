package io.spate.api.storage;

import java.io.IOException;
import org.pf4j.ExtensionPoint;

/**
 * Decides where the bytes of a torrent live: files, memory, an object store. One instance serves the whole session; the
 * provider that a torrent uses is named when it is added ({@code spate.storage} by default).
 */
public interface StorageProvider extends ExtensionPoint {
    /** Unique among loaded providers, lower case, stable across versions: it appears in settings and in saved state. */
    String name();

    /**
     * Whether what is stored outlives the session. If not, nothing is recorded of it, and a torrent begins anew each time.
     */
    default boolean isPersistent() {
        return true;
    }

    /**
     * Opens the storage of one torrent. Makes nothing on disk yet: that is {@link TorrentStorage#prepare}. Called on a
     * disk thread, may block.
     *
     * @throws IOException if the torrent cannot be stored there, with a message for people; the torrent then stops with it
     */
    TorrentStorage open(StorageRequest request) throws IOException;
}
