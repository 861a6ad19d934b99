package io.spate.api.alert;

import java.time.Instant;

/**
 * A plugin could not be loaded, or failed in a call.
 *
 * @param doing what was called
 */
public record PluginFailed(Instant at, String plugin, String doing, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PLUGIN;
    }

    @Override
    public String message() {
        return "plugin " + plugin + " failed in " + doing + ": " + reason;
    }
}
