package io.spate.kernel.extension;

import io.vertx.core.Future;

/**
 * Is told what comes and goes at one extension point while torrents run. Called by one thread at a time, in order, under the
 * registry's lock: must not block, and only hands the news to its loops.
 */
public interface ExtensionListener<T> {
    void onAdded(Registered<T> extension);

    /**
     * The extension is no longer found; what it made is to be closed now. It can still be called.
     *
     * @return completes when nothing of it is in use; the plugin's timers and sockets are taken away only then, or when it
     *     takes longer than a few seconds
     */
    Future<Void> onRemoved(Registered<T> extension);
}
