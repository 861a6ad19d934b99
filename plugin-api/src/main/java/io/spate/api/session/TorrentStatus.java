package io.spate.api.session;

import java.util.Optional;

/**
 * How a torrent stands. Bytes are payload, without protocol overhead. Totals are those of this run of the session, and of all
 * before if it remembers its torrents.
 *
 * @param pieces that are verified
 * @param pieceCount of the torrent; 0 while the metainfo is not known
 * @param verified bytes of the verified pieces
 * @param wanted bytes of all pieces that are wanted
 * @param wantedVerified bytes of the wanted pieces that are verified
 * @param left bytes missing of the whole torrent, wanted or not, as trackers are told; 16384 while the metainfo is not known,
 *     since trackers take 0 for a seed
 * @param checked bytes compared by the hash check that is running
 * @param downloaded bytes of blocks received
 * @param uploaded bytes of blocks sent
 * @param wasted bytes received twice or unasked
 * @param corrupt bytes of pieces that failed their hash
 * @param downloadRate bytes a second, smoothed over a few seconds
 * @param uploadRate bytes a second, smoothed over a few seconds
 * @param peers connected
 * @param seeds connected peers that have everything
 * @param knownPeers connected or not
 * @param error why it stopped, if it did
 */
public record TorrentStatus(
        TorrentState state,
        int pieces,
        int pieceCount,
        long verified,
        long wanted,
        long wantedVerified,
        long left,
        long checked,
        long downloaded,
        long uploaded,
        long wasted,
        long corrupt,
        long downloadRate,
        long uploadRate,
        int peers,
        int seeds,
        int knownPeers,
        Optional<String> error) {
    /** Whether all that is wanted is verified. */
    public boolean isFinished() {
        return pieceCount > 0 && wantedVerified == wanted;
    }
}
