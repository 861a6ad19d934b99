package io.spate.kernel.plugin;

import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.settings.PluginHostSettings;
import io.spate.testkit.RecordingAlerts;
import java.time.Clock;
import java.time.Duration;

/** A guard that only counts. */
final class TestGuards {
    private TestGuards() {}

    static Guard guard() {
        PluginHostSettings settings = new PluginHostSettings(
                Duration.ofMillis(50), 1000, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ZERO);
        return new Guards(settings, new RecordingAlerts(), Clock.systemUTC(), () -> 0).of("dht", reason -> {});
    }
}
