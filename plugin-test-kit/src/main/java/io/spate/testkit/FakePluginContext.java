package io.spate.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.spate.api.plugin.PluginContext;
import io.spate.api.plugin.Settings;
import io.spate.api.plugin.StateStore;
import io.spate.api.plugin.Timers;
import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * What the host gives to a plugin, made of fakes: virtual time, a network on loopback, seeded random numbers, alerts that
 * are kept. Settings are those of the {@code reference.conf} on the class path. To be closed after the test.
 */
public final class FakePluginContext implements PluginContext, AutoCloseable {
    private final String id;
    private final Settings settings;
    private final VirtualTime time = new VirtualTime();
    private final RecordingAlerts alerts = new RecordingAlerts();
    private final FakeSession session = new FakeSession();
    private final LoopbackNetwork network = new LoopbackNetwork(session);
    private final FakeStateStore state = new FakeStateStore();
    private final RandomGenerator random = new Random(42);

    /** @param overrides HOCON text, keys from the root: {@code spate.plugins.tracker.timeout = 1s} */
    public FakePluginContext(String id, String overrides) {
        this.id = id;
        this.settings = settings(id, overrides);
    }

    /** The section of one plugin, with the defaults of the {@code reference.conf} on the class path. */
    public static Settings settings(String id, String overrides) {
        String path = "spate.plugins." + id;
        Config all = ConfigFactory.parseString(overrides)
                .withFallback(
                        ConfigFactory.parseResources(Thread.currentThread().getContextClassLoader(), "reference.conf"))
                .resolve();
        return new Settings(path, all.hasPath(path) ? all.getConfig(path) : ConfigFactory.empty());
    }

    public VirtualTime time() {
        return time;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public RecordingAlerts alerts() {
        return alerts;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Timers timers() {
        return time.timers();
    }

    @Override
    public FakeSession session() {
        return session;
    }

    @Override
    public LoopbackNetwork network() {
        return network;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public void close() {
        network.close();
    }
}
