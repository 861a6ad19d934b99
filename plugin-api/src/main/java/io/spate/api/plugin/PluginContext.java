package io.spate.api.plugin;

import io.spate.api.alert.Alerts;
import io.spate.api.net.Network;
import io.spate.api.session.SessionView;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What the host gives to one plugin. Injected by {@code jakarta.inject.Inject} into the plugin's classes, as a whole or
 * part by part: each type that a method here returns can be injected by itself, too, and so can {@link org.slf4j.Logger}.
 * All that is registered through it is owned by it, and undone when the plugin stops.
 */
public interface PluginContext {
    /** The plugin's id, as in its manifest. */
    String id();

    /** The plugin's version, as in its manifest. */
    String version();

    Settings settings();

    Alerts alerts();

    Clock clock();

    RandomGenerator random();

    Timers timers();

    SessionView session();

    Network network();

    StateStore state();
}
