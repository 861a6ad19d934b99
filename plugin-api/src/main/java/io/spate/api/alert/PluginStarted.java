package io.spate.api.alert;

import java.time.Instant;
import java.util.List;

/**
 * A plugin runs.
 *
 * @param contributions what it extends
 */
public record PluginStarted(Instant at, String plugin, String version, List<String> contributions) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PLUGIN;
    }

    @Override
    public String message() {
        return "plugin " + plugin + " " + version + " started: "
                + (contributions.isEmpty() ? "contributes nothing" : String.join(", ", contributions));
    }
}
