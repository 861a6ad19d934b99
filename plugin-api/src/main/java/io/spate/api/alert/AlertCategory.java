package io.spate.api.alert;

/** What an alert is about, for subscribers to choose by. The names and their order are those of libtorrent's categories. */
public enum AlertCategory {
    /** Something went wrong that a user should know of. */
    ERROR,
    /** A peer came, went, or misbehaved. */
    PEER,
    /** A torrent was added, changed its state, finished. */
    STATUS,
    /** A piece was verified or failed. */
    PIECE_PROGRESS,
    /** Files and saved state. */
    STORAGE,
    /** An announce and its answer. */
    TRACKER,
    DHT,
    /** A plugin started, stopped, failed. */
    PLUGIN,
    /** A queue is full, a limit is reached. */
    PERFORMANCE
}
