package io.spate.api.session;

/** What a torrent is doing. */
public enum TorrentState {
    /** Waits to be started: the files are opened, saved state is read. */
    STARTING,
    /** Only a magnet link is known; the info dictionary is being fetched. */
    FETCHING_METADATA,
    /** Data on disk is compared with the hashes. */
    CHECKING,
    DOWNLOADING,
    /** All that is wanted is there; what there is, is served. */
    SEEDING,
    PAUSED,
    /** Stopped by an error that {@link TorrentStatus#error} tells. */
    FAILED,
    /** Removed, or the session is stopped; for good. */
    STOPPED
}
