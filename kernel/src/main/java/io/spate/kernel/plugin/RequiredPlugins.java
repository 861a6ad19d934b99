package io.spate.kernel.plugin;

import io.spate.api.session.PluginStatus;
import io.spate.kernel.settings.RequiredPlugin;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The plugins that the user does not want to be without, and which of them run. While one of them does not, nobody is connected to:
 * what it would have seen to does not happen without it. Safe from any thread.
 */
public final class RequiredPlugins {
    private final List<RequiredPlugin> required;
    private final Consumer<Optional<String>> onRefusal;

    /** Guarded by this. */
    private final Set<String> running = new HashSet<>();

    /** @param onRefusal told at once, and whenever it changes, why nobody is to be connected to; must not block */
    public RequiredPlugins(List<RequiredPlugin> required, Consumer<Optional<String>> onRefusal) {
        this.required = List.copyOf(required);
        this.onRefusal = onRefusal;
        onRefusal.accept(refusal());
    }

    /** All that it contributes is in use. */
    synchronized void onStarted(String id) {
        running.add(id);
        onRefusal.accept(refusal());
    }

    /** What it contributes is about to be taken out of use. */
    synchronized void onStopping(String id) {
        running.remove(id);
        onRefusal.accept(refusal());
    }

    /** Those that do not run. */
    synchronized List<RequiredPlugin> missing() {
        return required.stream()
                .filter(plugin -> !running.contains(plugin.id()))
                .toList();
    }

    /**
     * Why a session with these plugins must not begin.
     *
     * @param statuses after all were started that can be
     */
    public Optional<String> problem(List<PluginStatus> statuses) {
        return missing().stream()
                .findFirst()
                .map(plugin -> plugin.because() + ", but plugin " + plugin.id() + " " + whatOf(plugin.id(), statuses));
    }

    private synchronized Optional<String> refusal() {
        return missing().stream()
                .findFirst()
                .map(plugin -> "plugin " + plugin.id() + " does not run, and " + plugin.because());
    }

    private static String whatOf(String id, List<PluginStatus> statuses) {
        return statuses.stream()
                .filter(status -> status.id().equals(id))
                .findFirst()
                .map(status -> switch (status.state()) {
                    case DISABLED -> "is switched off";
                    case STARTED, STOPPED, REFUSED ->
                        "does not run"
                                + status.problem()
                                        .map(problem -> ": " + problem)
                                        .orElse("");
                })
                .orElse("is not there");
    }
}
