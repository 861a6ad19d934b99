package io.spate.kernel.plugin;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.session.PluginStatus;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.settings.EffectiveSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * The plugins of one session. They start, stop and are replaced while torrents run; what is found in the registry of
 * extensions follows. Safe from any thread; no call waits. Futures complete on the host's own thread, and fail with
 * {@code PLUGIN_FAILED} and a sentence for people.
 */
public final class PluginHost {
    private final HostedPlugins plugins;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread host = new Thread(task, "spate-plugins");
        host.setDaemon(true);
        return host;
    });

    /**
     * Starts nothing yet.
     *
     * @param settings loaded with the references of the same places
     * @param services lent to the plugins
     * @param extensions where what they contribute is found
     * @param guards that count their faults
     * @param alerts where their coming and going is told
     * @param required told which of them run
     */
    public PluginHost(
            PluginPlaces places,
            EffectiveSettings settings,
            PluginServices services,
            Extensions extensions,
            Guards guards,
            AlertBus alerts,
            RequiredPlugins required) {
        PluginStarter starter =
                new PluginStarter(settings, services, extensions, guards, alerts, this::onTooManyFaults);
        this.plugins = new HostedPlugins(places, settings, starter, required, alerts, services.clock());
    }

    /** Starts all plugins that are there and not switched off. Does not fail: what does not start is told by {@link #plugins}. */
    public Future<Void> startAll() {
        return submit(plugins::startAll);
    }

    /** Starts one plugin, even if it is switched off, and those that it needs. Its file is looked for anew. */
    public Future<Void> start(String id) {
        return submit(() -> plugins.start(id));
    }

    /**
     * Stops one plugin, and before it those that use it. When the future completes, all that it registered is undone, and its
     * classes can be collected.
     */
    public Future<Void> stop(String id) {
        return submit(() -> plugins.stop(id, "by hand"));
    }

    /**
     * Replaces one plugin by what its file is now; those that use it are started again, too. If the file cannot be loaded the
     * future fails and the old one runs on; if it fails in its start neither runs.
     */
    public Future<Void> reload(String id) {
        return submit(() -> plugins.reload(id));
    }

    /** What plugins were found, and what became of them. */
    public List<PluginStatus> plugins() {
        return plugins.statuses();
    }

    /** Stops all, within {@code spate.plugin-host.stop-timeout}, and then the host itself. */
    public Future<Void> close() {
        Future<Void> stopped = submit(plugins::stopAll);
        thread.shutdown();
        return stopped;
    }

    /** For tests: whether it can be collected. */
    Future<WeakReference<ClassLoader>> classLoaderOf(String id) {
        Promise<WeakReference<ClassLoader>> found = Promise.promise();
        submit(() -> found.complete(new WeakReference<>(plugins.classLoader(id))));
        return found.future();
    }

    private void onTooManyFaults(RunningPlugin plugin, String faults) {
        submit(() -> plugins.stop(plugin, faults));
    }

    private Future<Void> submit(Runnable task) {
        Promise<Void> done = Promise.promise();
        try {
            thread.execute(() -> run(task, done));
        } catch (RejectedExecutionException e) {
            done.fail(new SpateException(ErrorCode.STOPPED, "the plugin host is stopped"));
        }
        return done.future();
    }

    private static void run(Runnable task, Promise<Void> done) {
        failureOf(task).ifPresentOrElse(done::fail, done::complete);
    }

    private static Optional<SpateException> failureOf(Runnable task) {
        try {
            task.run();
            return Optional.empty();
        } catch (SpateException e) {
            return Optional.of(e);
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(new SpateException(ErrorCode.INTERNAL, "defect in the plugin host: " + e, e));
        }
    }
}
