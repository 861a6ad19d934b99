package io.spate.plugin.pex;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * {@code spate.plugins.pex}; the reasons are in {@code reference.conf}.
 *
 * @param interval between two messages to one peer
 * @param maxPerMessage peers of one message that are taken
 * @param maxPerHour peers that are taken from one connection within an hour
 */
record PexSettings(Duration interval, int maxPerMessage, int maxPerHour) {
    PexSettings {
        if (interval.compareTo(Duration.ofMinutes(1)) < 0 || maxPerMessage < 1 || maxPerHour < 1) {
            throw new IllegalArgumentException("pex settings out of range: interval " + interval + ", max-per-message "
                    + maxPerMessage + ", max-per-hour " + maxPerHour + " (expected: a minute, 1, 1 or more)");
        }
    }

    @Inject
    PexSettings(Settings settings) {
        this(
                settings.duration("interval", Duration.ofMinutes(1), Duration.ofHours(1)),
                settings.integer("max-per-message", 1, 1000),
                settings.integer("max-per-hour", 1, 100_000));
    }
}
