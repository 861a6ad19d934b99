package io.spate.api.plugin;

import io.spate.api.alert.Alerts;
import io.spate.api.net.Network;
import io.spate.api.session.SessionView;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What the host gives to one plugin. Injected by {@code jakarta.inject.Inject} into the plugin's classes, as a whole or
 * part by part: each type that a method here returns can be injected by itself, too, and so can {@link org.slf4j.Logger}.
 * All that is registered through it is owned by it, and undone when the plugin stops; calls that come later fail with
 * {@code STOPPED}.
 *
 * <p>The host makes the plugin's extensions when it starts, and with them, just in time, the concrete classes that they take
 * in a constructor with {@code @Inject}: a new object each time, or one if the class is a {@code jakarta.inject.Singleton}.
 * Those that are {@link AutoCloseable} are closed when the plugin stops, the newest first, before anything is taken away.
 */
public interface PluginContext {
    /** The plugin's id, as in its manifest. */
    String id();

    /** The plugin's version, as in its manifest. */
    String version();

    Settings settings();

    Alerts alerts();

    Clock clock();

    /** A source of randomness for one thread; each call, and each place where it is injected, gets another. */
    RandomGenerator random();

    Timers timers();

    SessionView session();

    Network network();

    StateStore state();
}
