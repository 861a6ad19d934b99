package io.spate.kernel.plugin;

import io.spate.api.Loop;
import io.spate.api.net.Network;
import io.spate.api.plugin.StateStore;
import io.spate.api.session.SessionView;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What the kernel lends to plugins. The host wraps each part for each plugin, so that all that a plugin did with it is undone
 * when it stops; nothing given here needs to know whose it is. Safe from any thread.
 *
 * <p>The threads behind it must have been started before: up to JDK 23 a thread keeps hold of the classes that were on the
 * stack when it was started, and a pool that starts its threads when they are first needed would hold a plugin's for good.
 */
public interface PluginServices {
    /** A loop for the timers of one plugin; may be shared with others. */
    Loop newLoop();

    /** A new source of randomness, for one thread. */
    RandomGenerator newRandom();

    Clock clock();

    SessionView session();

    Network network();

    /** Where the values of one plugin are kept, over restarts. */
    StateStore state(String pluginId);
}
