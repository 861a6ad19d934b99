package io.spate.kernel.session;

import io.spate.api.InfoHashes;
import io.vertx.core.Future;

/** What begins before the torrents of a session and ends after them: plugins, UDP sockets, saved state. */
interface SessionParts {
    /** Fails, with a message for people, if the session cannot run. */
    Future<Void> start();

    /** Starts, stops and replaces them one by one. */
    SessionPlugins plugins();

    /** Removes the saved state of a torrent. */
    Future<Void> forget(InfoHashes torrent);

    Future<Void> stop();
}
