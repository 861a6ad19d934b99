package io.spate.kernel.plugin;

import io.spate.api.session.PluginStatus;
import io.spate.api.session.PluginStatus.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of each plugin. Written by the host's thread, read by any. */
final class PluginStatuses {
    private final Map<String, PluginStatus> byId = new LinkedHashMap<>();
    private Map<String, PluginStatus> passedOver = new LinkedHashMap<>();
    private Map<String, PluginStatus> passedOverBefore = Map.of();
    private volatile List<PluginStatus> published = List.of();

    List<PluginStatus> all() {
        return published;
    }

    Optional<State> stateOf(String id) {
        return Optional.ofNullable(byId.get(id)).map(PluginStatus::state);
    }

    void set(PluginDescription plugin, State state, List<String> contributions, Optional<String> problem) {
        byId.put(
                plugin.id(),
                new PluginStatus(plugin.id(), plugin.version(), state, plugin.text(), contributions, problem));
        publish();
    }

    /** Before the files are looked at again. */
    void lookAgain() {
        passedOverBefore = passedOver;
        passedOver = new LinkedHashMap<>();
        publish();
    }

    /**
     * A file that is no plugin, or one whose id is taken.
     *
     * @return whether that is news
     */
    boolean passOver(PluginSource source, PluginStatus status) {
        passedOver.put(source.toString(), status);
        publish();
        return !status.equals(passedOverBefore.get(source.toString()));
    }

    private void publish() {
        List<PluginStatus> all = new ArrayList<>(byId.values());
        all.addAll(passedOver.values());
        published = List.copyOf(all);
    }
}
