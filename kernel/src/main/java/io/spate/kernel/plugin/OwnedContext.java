package io.spate.kernel.plugin;

import io.spate.api.alert.Alerts;
import io.spate.api.net.Network;
import io.spate.api.plugin.PluginContext;
import io.spate.api.plugin.Settings;
import io.spate.api.plugin.StateStore;
import io.spate.api.plugin.Timers;
import io.spate.api.session.SessionView;
import io.spate.kernel.extension.Guard;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What one plugin gets, for one run of it. */
final class OwnedContext implements PluginContext {
    private final String id;
    private final String version;
    private final Settings settings;
    private final PluginServices services;
    private final OwnedAlerts alerts;
    private final Pending pending;
    private final OwnedLoop loop;
    private final OwnedTimers timers;
    private final OwnedNetwork network;
    private final OwnedStateStore state;

    OwnedContext(PluginDescription plugin, Settings settings, PluginServices services, Alerts alerts, Guard guard) {
        this.id = plugin.id();
        this.version = plugin.version();
        this.settings = settings;
        this.services = services;
        this.alerts = new OwnedAlerts(alerts);
        this.pending = new Pending(guard);
        this.loop = new OwnedLoop(services.newLoop(), guard);
        this.timers = new OwnedTimers(loop);
        this.network = new OwnedNetwork(services.network(), guard, pending);
        this.state = new OwnedStateStore(services.state(id), pending);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Alerts alerts() {
        return alerts;
    }

    @Override
    public Clock clock() {
        return services.clock();
    }

    @Override
    public RandomGenerator random() {
        return services.newRandom();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public SessionView session() {
        return services.session();
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public StateStore state() {
        return state;
    }

    /**
     * Undoes all that was done with it, and refuses what comes later.
     *
     * @return completes when its connections are closed
     */
    Future<Void> close() {
        loop.close();
        pending.close();
        Future<Void> closed = network.close();
        alerts.close();
        return closed;
    }
}
