package io.spate.plugin.tracker;

import io.vertx.core.Future;

/** A question to a tracker under way. Used on the plugin's loop. */
interface Exchange<T> {
    /** Completes on the plugin's loop; fails, with a message for people, if the tracker did not answer in its protocol. */
    Future<T> reply();

    /** Gives up; the reply fails soon. Harmless once it came. */
    void cancel();
}
