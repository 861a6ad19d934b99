package io.spate.plugin.holepunch;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;

/**
 * {@code spate.plugins.holepunch}; the reasons are in {@code reference.conf}.
 *
 * @param relay whether we introduce others to each other
 * @param maxPerMinute messages of one peer that are acted on within a minute
 * @param maxRelays peers that are asked for the way to one
 */
record HolepunchSettings(boolean relay, int maxPerMinute, int maxRelays) {
    HolepunchSettings {
        if (maxPerMinute < 1 || maxRelays < 1) {
            throw new IllegalArgumentException("holepunch settings out of range: max-per-minute " + maxPerMinute
                    + ", max-relays " + maxRelays + " (expected: 1 or more)");
        }
    }

    @Inject
    HolepunchSettings(Settings settings) {
        this(
                settings.bool("relay"),
                settings.integer("max-per-minute", 1, 1000),
                settings.integer("max-relays", 1, 100));
    }
}
