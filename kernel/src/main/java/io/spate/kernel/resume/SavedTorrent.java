package io.spate.kernel.resume;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;

/**
 * A torrent that a session has, as a later session is to have it again.
 *
 * @param torrent how it would be added to be as it is
 * @param number its place among the torrents of the session; a later one has a higher number
 * @param before what went through up to now, in earlier sessions, too
 */
public record SavedTorrent(AddTorrent torrent, long number, Transferred before) {
    /** By which it is known in the state directory. */
    public InfoHash hash() {
        return torrent.metainfo()
                .map(Metainfo::infoHashes)
                .or(() -> torrent.magnet().map(MagnetLink::infoHashes))
                .map(InfoHashes::best)
                .orElseThrow();
    }
}
