package io.spate.kernel.session;

import io.spate.api.InfoHashes;
import io.spate.api.session.PluginStatus;
import io.vertx.core.Future;
import java.util.List;

/** What begins before the torrents of a session and ends after them: plugins, UDP sockets, saved state. */
interface SessionParts {
    /** Fails, with a message for people, if the session cannot run. */
    Future<Void> start();

    List<PluginStatus> plugins();

    /** Starts one plugin, and those that it needs. */
    Future<Void> startPlugin(String id);

    /** Stops one plugin, and before it those that use it; all that it did is undone when the future completes. */
    Future<Void> stopPlugin(String id);

    /** Removes the saved state of a torrent. */
    Future<Void> forget(InfoHashes torrent);

    Future<Void> stop();
}
