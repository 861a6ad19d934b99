package io.spate.api.alert;

import java.time.Instant;

/** A plugin stopped; what it registered is gone. */
public record PluginStopped(Instant at, String plugin, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PLUGIN;
    }

    @Override
    public String message() {
        return "plugin " + plugin + " stopped: " + reason;
    }
}
