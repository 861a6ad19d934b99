package io.spate.plugin.tracker;

import io.vertx.core.Future;

/** An announce under way. Used on the plugin's loop. */
interface Exchange {
    /** Completes on the plugin's loop; fails, with a message for people, if the tracker did not answer in its protocol. */
    Future<AnnounceReply> reply();

    /** Gives up; the reply fails soon. Harmless once it came. */
    void cancel();
}
