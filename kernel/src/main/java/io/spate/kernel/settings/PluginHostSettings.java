package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;
import java.time.Duration;

/**
 * {@code spate.plugin-host}.
 *
 * @param slowCall a call on a loop that takes longer is a fault
 * @param maxFaults a plugin with so many within the window is stopped
 * @param faultWindow in which they are counted
 * @param startTimeout how long a plugin may take to start
 * @param stopTimeout how long a plugin that stops may take to close what it has open
 */
public record PluginHostSettings(
        Duration slowCall, int maxFaults, Duration faultWindow, Duration startTimeout, Duration stopTimeout) {
    /** @param host the section {@code spate.plugin-host} */
    public static PluginHostSettings from(Settings host) {
        return new PluginHostSettings(
                host.duration("slow-call", Duration.ofMillis(1), Duration.ofMinutes(1)),
                host.integer("max-faults", 1, 10_000),
                host.duration("fault-window", Duration.ofSeconds(1), Duration.ofDays(1)),
                host.duration("start-timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                host.duration("stop-timeout", Duration.ZERO, Duration.ofMinutes(1)));
    }
}
