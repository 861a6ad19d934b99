package io.spate.kernel.extension;

import io.spate.api.alert.Alerts;
import io.spate.kernel.settings.PluginHostSettings;
import io.spate.testkit.VirtualTime;
import java.time.Duration;

/** Guards for tests, in virtual time: a call may take a second. */
public final class VirtualGuards {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private VirtualGuards() {}

    /** Those of plugins that may fail often. */
    public static Guards in(VirtualTime time, Alerts alerts) {
        return in(time, alerts, 1000);
    }

    /** @param maxFaults within a minute, at which a plugin is stopped */
    public static Guards in(VirtualTime time, Alerts alerts, int maxFaults) {
        return new Guards(
                new PluginHostSettings(SECOND, maxFaults, Duration.ofMinutes(1), SECOND, Duration.ZERO),
                alerts,
                time.clock(),
                time.loop()::nanoTime);
    }
}
