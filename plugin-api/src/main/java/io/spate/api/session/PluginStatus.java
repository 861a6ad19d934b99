package io.spate.api.session;

import java.util.List;
import java.util.Optional;

/**
 * A plugin that was found.
 *
 * @param contributions what it extends, one text each, such as {@code PeerSource tracker}
 * @param problem why it does not run, or what is wrong with it, in plain English
 */
public record PluginStatus(
        String id,
        String version,
        State state,
        String description,
        List<String> contributions,
        Optional<String> problem) {
    public PluginStatus {
        contributions = List.copyOf(contributions);
    }

    /** What became of it. */
    public enum State {
        STARTED,
        /** Switched off by {@code spate.plugins.<id>.enabled}. */
        DISABLED,
        /** It cannot be loaded: wrong version, missing dependency, broken jar. */
        REFUSED,
        /** It was stopped, by hand or after faults. */
        STOPPED
    }
}
