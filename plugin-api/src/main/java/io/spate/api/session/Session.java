package io.spate.api.session;

import io.spate.api.InfoHash;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A running engine. Safe from any thread; no call but {@link #close} waits. */
public interface Session extends SessionView, AutoCloseable {
    /**
     * Adds a torrent and starts it. The future completes when the session knows it, before data is checked; it fails with
     * {@code DUPLICATE_TORRENT} if it is there already, with {@code UNSUPPORTED} if it is of a kind that cannot be exchanged. What
     * turns out later fails the torrent, not this future: that no plugin fetches the metadata of a magnet link, or what is in it.
     */
    Future<TorrentHandle> add(AddTorrent torrent);

    /**
     * Takes a torrent out, also of what the session remembers; its data stays, the record of what is verified too unless
     * {@code forget}. It can be added again once the future completes. Several calls at once are one removal, and one of a torrent
     * that is gone does nothing, even if the same torrent was added again. Fails with {@code STOPPED} if the session is stopped.
     */
    Future<Void> remove(TorrentHandle torrent, boolean forget);

    @Override
    List<TorrentHandle> torrents();

    @Override
    Optional<TorrentHandle> torrent(InfoHash hash);

    /**
     * Queues alerts for one reader. When the queue is full, the newest are dropped and counted by type; the reader is told.
     *
     * @param categories whose alerts to queue; others cost nothing
     * @param capacity at most so many unread alerts, 1 or more
     */
    AlertSubscription subscribe(Set<AlertCategory> categories, int capacity);

    /** Calls the listener for each alert of its categories, until the returned handle is closed. */
    AutoCloseable listen(AlertListener listener);

    /** How much memory payload takes now, and how much it may. For those who watch a program from outside. */
    PayloadMemory payloadMemory();

    /** What plugins are there, and why one is not. */
    List<PluginStatus> plugins();

    /**
     * Starts a plugin that is stopped or switched off, and those that it needs; its file is looked for anew. Torrents that run
     * begin to use it. Fails with {@code PLUGIN_FAILED} if there is none of this id, or if it fails.
     */
    Future<Void> startPlugin(String id);

    /**
     * Stops a plugin, and before it those that need it. Torrents go on without it; all that it registered and opened is undone
     * when the future completes. Does nothing if it does not run.
     */
    Future<Void> stopPlugin(String id);

    /**
     * Replaces a plugin by what its file is now; those that use it are started again, too. If the file cannot be loaded the
     * future fails and the old one runs on; if it fails in its start neither runs.
     */
    Future<Void> reloadPlugin(String id);

    /** Stops in order: trackers are told, what is half done is saved, peers are let go. Bounded by a few seconds. */
    Future<Void> stop();

    /** {@link #stop}, and waits for it. Not to be called on a loop. */
    @Override
    void close();
}
