package io.spate.api.peer;

import io.vertx.core.Future;

/** The search for the peers of one torrent, until it is closed. Called on the torrent's loop; must not block. */
public interface PeerSearch {
    /**
     * How many more peers the torrent could use, told when that changes much: 0 when it has enough. A source may ask more
     * often while peers are needed, within the limits of whom it asks.
     */
    default void onNeed(int peers) {}

    /**
     * The last missing piece of the whole torrent was downloaded, wanted at first or not (the {@code completed} of BEP 3).
     * Called at most once; not called if the torrent was complete when it started.
     */
    default void onCompleted() {}

    /**
     * A peer that was dialled, whoever found it, could not be reached: no transport led to it. With its traits, which may say of
     * other ways.
     */
    default void onUnreachable(FoundPeer peer) {}

    /**
     * Ends the search: takes leave of trackers, drops timers. Called once. The kernel waits for the future at most about two
     * seconds when it shuts down.
     */
    Future<Void> close();
}
