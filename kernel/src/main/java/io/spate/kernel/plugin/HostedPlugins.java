package io.spate.kernel.plugin;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.PluginFailed;
import io.spate.api.alert.PluginStarted;
import io.spate.api.alert.PluginStopped;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.PluginStatus.State;
import io.spate.kernel.extension.Thrown;
import io.spate.kernel.settings.EffectiveSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pf4j.PluginDependency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which plugins run, and why others do not. One thing is done after the other, on the host's thread. */
final class HostedPlugins {
    private static final Logger log = LoggerFactory.getLogger(HostedPlugins.class);

    private final PluginPlaces places;
    private final EffectiveSettings settings;
    private final PluginStarter starter;
    private final RequiredPlugins required;
    private final Alerts alerts;
    private final Clock clock;
    private final PluginStatuses statuses = new PluginStatuses();
    private final Map<String, RunningPlugin> running = new LinkedHashMap<>();

    HostedPlugins(
            PluginPlaces places,
            EffectiveSettings settings,
            PluginStarter starter,
            RequiredPlugins required,
            Alerts alerts,
            Clock clock) {
        this.places = places;
        this.settings = settings;
        this.starter = starter;
        this.required = required;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Safe from any thread. */
    List<PluginStatus> statuses() {
        return statuses.all();
    }

    /** Of a plugin that runs; for tests. */
    ClassLoader classLoader(String id) {
        return starter.classLoader(id);
    }

    /** Starts what is there and not switched off. A plugin that fails is told of; the others start. */
    void startAll() {
        Map<String, FoundPlugin> found = find();
        for (FoundPlugin plugin : List.copyOf(found.values())) {
            if (!isEnabled(plugin)) {
                statuses.set(plugin.description(), State.DISABLED, List.of(), Optional.empty());
                found.remove(plugin.id());
            }
        }
        PluginResolution resolution = new PluginResolution(found.values(), this::whyAbsent);
        resolution.refused().forEach((id, sentence) -> refuse(found.get(id), sentence));
        resolution.inOrder().forEach(this::tryStart);
    }

    /** Starts a plugin, switched off or not, and those that it needs. */
    void start(String id) {
        if (!running.containsKey(id)) {
            loadable(id).forEach(this::startNow);
        }
    }

    /** Replaces a plugin by what its file is now, and starts again what uses it. Nothing is stopped if that cannot be loaded. */
    void reload(String id) {
        loadable(id);
        List<String> users = running.containsKey(id) ? stop(id, "it is replaced", Optional.empty()) : List.of();
        try {
            start(id);
        } finally {
            Optional<String> without = running.containsKey(id) ? Optional.empty() : Optional.of(id);
            users.forEach(user -> tryStart(user, without));
            tellMissing();
        }
    }

    /** Stops a plugin, and those that use it; those that can do without it are started again. */
    void stop(String id, String reason) {
        if (running.containsKey(id)) {
            stop(id, reason, Optional.empty()).forEach(user -> tryStart(user, Optional.of(id)));
            tellMissing();
        }
    }

    /** Stops a run that had too many faults, if it still runs. */
    void stop(RunningPlugin faulty, String faults) {
        if (running.get(faulty.id()) == faulty) {
            String reason = "it was stopped after " + faults;
            stop(faulty.id(), reason, Optional.of(reason)).forEach(user -> tryStart(user, Optional.of(faulty.id())));
            tellMissing();
        }
    }

    /** Stops all in the time for one, the last started first. */
    void stopAll() {
        List<RunningPlugin> newestFirst = new ArrayList<>();
        running.values().forEach(plugin -> newestFirst.add(0, plugin));
        Patience patience = starter.patience();
        newestFirst.forEach(this::withdraw);
        newestFirst.forEach(plugin -> end(plugin, patience, "the session ends", Optional.empty()));
        starter.close();
    }

    /** What the files are now; of two with the same id the first. */
    private Map<String, FoundPlugin> find() {
        statuses.lookAgain();
        Map<String, FoundPlugin> found = new LinkedHashMap<>();
        for (PluginSource source : places.sources()) {
            try {
                FoundPlugin plugin = new FoundPlugin(source, PluginDescription.of(source));
                FoundPlugin first = found.putIfAbsent(plugin.id(), plugin);
                if (first != null) {
                    passOver(source, plugin.id(), "its id is taken: " + first.source() + " comes before " + source);
                }
            } catch (PluginRefusal e) {
                passOver(source, source.name(), e.getMessage());
            }
        }
        return found;
    }

    private void passOver(PluginSource source, String id, String problem) {
        PluginStatus status = new PluginStatus(id, "", State.REFUSED, "", List.of(), Optional.of(problem));
        if (statuses.passOver(source, status)) {
            failed(id, "loading", problem);
        }
    }

    /** The plugin as its file is now and what it needs, in order. Fails if it cannot be loaded. */
    private List<FoundPlugin> loadable(String id) {
        Map<String, FoundPlugin> found = find();
        found.values().removeIf(plugin -> !plugin.id().equals(id) && !isEnabled(plugin));
        running.forEach((each, plugin) -> {
            if (!each.equals(id)) {
                found.put(each, plugin.found());
            }
        });
        if (!found.containsKey(id)) {
            throw new SpateException(
                    ErrorCode.PLUGIN_FAILED, "plugin " + id + " is in none of " + places.directories());
        }
        PluginResolution resolution = new PluginResolution(found.values(), this::whyAbsent);
        String problem = resolution.refused().get(id);
        if (problem != null) {
            if (!running.containsKey(id)) {
                refuse(found.get(id), problem);
            }
            throw new SpateException(ErrorCode.PLUGIN_FAILED, "plugin " + id + ": " + problem);
        }
        return resolution.needed(id);
    }

    private void startNow(FoundPlugin plugin) {
        if (!running.containsKey(plugin.id())) {
            tryStart(plugin).ifPresent(problem -> {
                throw new SpateException(ErrorCode.PLUGIN_FAILED, "plugin " + plugin.id() + ": " + problem);
            });
        }
    }

    /** Its refusal is told by its status. */
    private void tryStart(String id, Optional<String> without) {
        try {
            List<FoundPlugin> needed = loadable(id);
            if (needed.stream().noneMatch(plugin -> Optional.of(plugin.id()).equals(without))) {
                needed.forEach(this::startNow);
            }
        } catch (SpateException e) {
            log.debug("not started again: {}", e.getMessage());
        }
    }

    /** @return why it does not run */
    private Optional<String> tryStart(FoundPlugin plugin) {
        String problem;
        try {
            checkDependenciesRun(plugin);
            RunningPlugin started = starter.start(plugin);
            running.put(plugin.id(), started);
            required.onStarted(plugin.id());
            onStarted(started);
            return Optional.empty();
        } catch (PluginRefusal e) {
            log.debug("plugin {} is refused", plugin.id(), e);
            problem = e.getMessage();
        } catch (RuntimeException | LinkageError e) {
            log.warn("plugin {} is refused", plugin.id(), e);
            problem = "it cannot be started: " + Thrown.text(e);
        }
        refuse(plugin, problem);
        return Optional.of(problem);
    }

    private void checkDependenciesRun(FoundPlugin plugin) throws PluginRefusal {
        for (PluginDependency dependency : plugin.description().dependencies()) {
            if (!dependency.isOptional() && !running.containsKey(dependency.getPluginId())) {
                throw new PluginRefusal("it needs plugin " + dependency.getPluginId() + ", which did not start");
            }
        }
    }

    private void onStarted(RunningPlugin plugin) {
        PluginDescription description = plugin.found().description();
        List<String> contributions = plugin.contributions();
        boolean useless = contributions.isEmpty() && description.exports().isEmpty();
        Optional<String> problem = useless
                ? Optional.of("it contributes nothing: no class is listed in its META-INF/extensions.idx, which PF4J's"
                        + " annotation processor writes when the compiler is told to run it")
                : Optional.empty();
        statuses.set(description, State.STARTED, contributions, problem);
        post(now -> new PluginStarted(now, description.id(), description.version(), contributions));
        problem.ifPresent(sentence -> failed(description.id(), "start", sentence));
    }

    private void refuse(FoundPlugin plugin, String sentence) {
        statuses.set(plugin.description(), State.REFUSED, List.of(), Optional.of(sentence));
        failed(plugin.id(), "loading", sentence);
    }

    /** @return those that used it, which are stopped, too; each after what it uses */
    private List<String> stop(String id, String reason, Optional<String> problem) {
        List<String> users = new ArrayList<>();
        for (RunningPlugin each : List.copyOf(running.values())) {
            if (running.containsKey(each.id()) && uses(each, id)) {
                String why = "it uses plugin " + id + ", which was stopped";
                users.add(each.id());
                users.addAll(stop(each.id(), why, Optional.of(why)));
            }
        }
        RunningPlugin plugin = running.get(id);
        withdraw(plugin);
        end(plugin, starter.patience(), reason, problem);
        return users;
    }

    private void withdraw(RunningPlugin plugin) {
        required.onStopping(plugin.id());
        plugin.withdraw();
    }

    private static boolean uses(RunningPlugin plugin, String id) {
        return plugin.found().description().dependencies().stream()
                .anyMatch(dependency -> dependency.getPluginId().equals(id));
    }

    private void end(RunningPlugin plugin, Patience patience, String reason, Optional<String> problem) {
        starter.end(plugin, patience);
        running.remove(plugin.id());
        statuses.set(plugin.found().description(), State.STOPPED, List.of(), problem);
        post(now -> new PluginStopped(now, plugin.id(), reason));
    }

    /** What it costs that a plugin was stopped which the user does not want to be without. */
    private void tellMissing() {
        required.missing()
                .forEach(plugin -> failed(
                        plugin.id(), "stop", "nobody is connected to while it does not run: " + plugin.because()));
    }

    private Optional<String> whyAbsent(String id) {
        return statuses.stateOf(id)
                .filter(State.DISABLED::equals)
                .map(state -> "is switched off by spate.plugins." + id + ".enabled");
    }

    private boolean isEnabled(FoundPlugin plugin) {
        return settings.pluginEnabled(plugin.id());
    }

    private void failed(String id, String doing, String problem) {
        log.warn("plugin {}: {}", id, problem);
        post(now -> new PluginFailed(now, id, doing, problem));
    }

    private void post(Function<Instant, Alert> alert) {
        if (alerts.wants(AlertCategory.PLUGIN)) {
            alerts.post(alert.apply(clock.instant()));
        }
    }
}
