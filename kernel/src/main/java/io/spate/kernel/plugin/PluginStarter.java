package io.spate.kernel.plugin;

import io.spate.api.SpateException;
import io.spate.api.plugin.Settings;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.settings.EffectiveSettings;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one plugin whose dependencies run, and ends it again without a trace. For the host's thread. */
final class PluginStarter {
    private static final Logger log = LoggerFactory.getLogger(PluginStarter.class);

    private final EffectiveSettings settings;
    private final PluginServices services;
    private final Extensions extensions;
    private final Guards guards;
    private final AlertBus alerts;
    private final BiConsumer<RunningPlugin, String> onTooManyFaults;
    private final Pf4jPlugins pf4j = new Pf4jPlugins();
    private final PluginCopies copies = new PluginCopies();

    /** @param onTooManyFaults called on any thread, with the reason */
    PluginStarter(
            EffectiveSettings settings,
            PluginServices services,
            Extensions extensions,
            Guards guards,
            AlertBus alerts,
            BiConsumer<RunningPlugin, String> onTooManyFaults) {
        this.settings = settings;
        this.services = services;
        this.extensions = extensions;
        this.guards = guards;
        this.alerts = alerts;
        this.onTooManyFaults = onTooManyFaults;
    }

    RunningPlugin start(FoundPlugin plugin) throws PluginRefusal {
        PluginSource copy = copies.copy(plugin.source());
        try {
            return start(plugin, copy);
        } catch (PluginRefusal | RuntimeException e) {
            if (pf4j.getPlugin(plugin.id()) == null) {
                copies.delete(copy);
            }
            throw e;
        }
    }

    private RunningPlugin start(FoundPlugin plugin, PluginSource copy) throws PluginRefusal {
        PluginDescription copied = PluginDescription.of(copy);
        if (!copied.label().equals(plugin.description().label())) {
            throw new PluginRefusal(plugin.source().name() + " was changed while it was read");
        }
        Settings section = section(plugin, copy);
        PluginWrapper wrapper = pf4j.load(copy);
        RunningPlugin starting = newRun(plugin, section);
        try {
            starting.start(
                    wrapper.getPluginClassLoader(),
                    settings.kernel().pluginHost().startTimeout());
            pf4j.startPlugin(plugin.id());
            return starting;
        } catch (PluginRefusal | RuntimeException | Error e) {
            starting.withdraw();
            end(starting, patience());
            throw e;
        }
    }

    private Settings section(FoundPlugin plugin, PluginSource copy) throws PluginRefusal {
        try {
            return settings.plugin(copy.reference(plugin.id()));
        } catch (SpateException e) {
            throw new PluginRefusal(e.getMessage(), e);
        }
    }

    /** The guard knows the run that it guards, so that a fault that comes late does not stop the next run. */
    private RunningPlugin newRun(FoundPlugin plugin, Settings section) {
        AtomicReference<RunningPlugin> run = new AtomicReference<>();
        Guard guard = guards.of(plugin.id(), reason -> onTooManyFaults.accept(run.get(), reason));
        OwnedContext context = new OwnedContext(plugin.description(), section, services, alerts, guard);
        run.set(new RunningPlugin(plugin, extensions, guard, context));
        return run.get();
    }

    /** For whatever has to end together, from now. */
    Patience patience() {
        return new Patience(settings.kernel().pluginHost().stopTimeout(), guards.nanoTime());
    }

    /** After {@link RunningPlugin#withdraw}. */
    void end(RunningPlugin plugin, Patience patience) {
        plugin.stop(patience);
        alerts.letGo(classLoader(plugin.id()));
        PluginSource copy = new PluginSource(pf4j.getPlugin(plugin.id()).getPluginPath());
        try {
            pf4j.unloadPlugin(plugin.id());
        } catch (PluginRuntimeException e) {
            log.debug("plugin {}: its class loader does not close", plugin.id(), e);
        }
        copies.delete(copy);
    }

    ClassLoader classLoader(String id) {
        return pf4j.getPluginClassLoader(id);
    }

    void close() {
        copies.deleteAll();
    }
}
