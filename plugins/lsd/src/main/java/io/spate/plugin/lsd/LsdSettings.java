package io.spate.plugin.lsd;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * {@code spate.plugins.lsd}; the reasons are in {@code reference.conf}.
 *
 * @param interval between two announces of one torrent
 * @param maxPerHost datagrams of one host that are heard within a minute
 */
record LsdSettings(Duration interval, boolean ipv4, boolean ipv6, int maxPerHost) {
    LsdSettings {
        if (interval.compareTo(Duration.ofMinutes(1)) < 0 || maxPerHost < 1) {
            throw new IllegalArgumentException("lsd settings out of range: interval " + interval + ", max-per-host "
                    + maxPerHost + " (expected: a minute or more, 1 or more)");
        }
    }

    @Inject
    LsdSettings(Settings settings) {
        this(
                settings.duration("interval", Duration.ofMinutes(1), Duration.ofHours(1)),
                settings.bool("ipv4"),
                settings.bool("ipv6"),
                settings.integer("max-per-host", 1, 10_000));
    }
}
