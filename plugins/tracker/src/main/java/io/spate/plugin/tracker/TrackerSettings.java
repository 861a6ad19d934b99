package io.spate.plugin.tracker;

import io.spate.api.HostAndPort;
import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code spate.plugins.tracker}; the reasons are in {@code reference.conf}.
 *
 * @param jitter per cent
 * @param announceAddress what the user wants to be known as
 */
record TrackerSettings(
        boolean announceToAllTiers,
        boolean announceToAllTrackers,
        int numWant,
        int maxPeers,
        Duration defaultInterval,
        Duration lowestInterval,
        Duration minInterval,
        Duration timeout,
        Duration stopTimeout,
        int jitter,
        int maxParallel,
        boolean preferUdp,
        Optional<String> announceAddress,
        boolean ssrfMitigation,
        ScrapeSettings scrape,
        HttpSettings http,
        UdpSettings udp) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    TrackerSettings {
        if (numWant < 0 || maxPeers < 1 || maxParallel < 1) {
            throw new IllegalArgumentException("tracker settings out of range: num-want " + numWant + ", max-peers "
                    + maxPeers + ", max-parallel " + maxParallel + " (expected: 0 or more, 1 or more, 1 or more)");
        }
        if (announceAddress
                .filter(text -> new HostAndPort(text, 0).literal().isEmpty())
                .isPresent()) {
            throw new IllegalArgumentException(
                    "announce-address: " + announceAddress.get() + " (expected: an address in numbers, or empty)");
        }
    }

    @Inject
    TrackerSettings(Settings settings) {
        this(
                settings.bool("announce-to-all-tiers"),
                settings.bool("announce-to-all-trackers"),
                settings.integer("num-want", 0, 1000),
                settings.integer("max-peers", 1, 100_000),
                settings.duration("default-interval", SECOND, DAY),
                settings.duration("lowest-interval", SECOND, DAY),
                settings.duration("min-interval", SECOND, DAY),
                settings.duration("timeout", SHORTEST, Duration.ofMinutes(10)),
                settings.duration("stop-timeout", SHORTEST, Duration.ofMinutes(1)),
                settings.integer("jitter", 0, 100),
                settings.integer("max-parallel", 1, 1000),
                settings.bool("prefer-udp"),
                announceAddress(settings),
                settings.bool("ssrf-mitigation"),
                ScrapeSettings.of(settings.section("scrape")),
                HttpSettings.of(settings.section("http")),
                UdpSettings.of(settings.section("udp")));
    }

    private static Optional<String> announceAddress(Settings settings) {
        String text = settings.text("announce-address");
        if (!text.isEmpty() && new HostAndPort(text, 0).literal().isEmpty()) {
            throw settings.fault("announce-address", "\"" + text + "\"", "an address in numbers, or empty");
        }
        return Optional.of(text).filter(address -> !address.isEmpty());
    }
}
