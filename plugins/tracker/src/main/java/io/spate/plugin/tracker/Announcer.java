package io.spate.plugin.tracker;

import java.time.Duration;

/** Speaks the protocol of some trackers. Used on the plugin's loop; never blocks. */
interface Announcer {
    /** Whether it speaks the protocol of URLs of this scheme. */
    boolean speaks(String scheme);

    /** Tells a tracker, once. The reply fails when {@code timeout} is over. */
    Exchange announce(Target target, AnnounceRequest request, Duration timeout);
}
