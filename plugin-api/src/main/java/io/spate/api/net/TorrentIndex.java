package io.spate.api.net;

import io.spate.api.InfoHash;
import java.util.Optional;

/**
 * The torrents of the session by what {@link ConnectionUpgrade#key} makes of their info-hashes, kept up to date as torrents
 * come and go, so that nobody needs to try one after the other. Safe from any thread.
 */
public interface TorrentIndex {
    /**
     * @param key as {@link ConnectionUpgrade#key} makes it; not kept
     * @return the info-hash of 20 bytes that has it. A torrent with hashes of both versions is found under each of them
     */
    Optional<InfoHash> find(byte[] key);
}
