package io.spate.plugin.webseed;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * {@code spate.plugins.webseed}; the reasons are in {@code reference.conf}.
 *
 * @param maxRequest bytes
 */
record WebSeedSettings(
        int maxServers,
        long maxRequest,
        int pipeline,
        Duration idleTimeout,
        Duration retryAfter,
        int maxFailures,
        int maxRedirects,
        boolean validateCertificates,
        boolean ssrfMitigation) {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    WebSeedSettings {
        if (maxServers < 1 || maxRequest < 1 || pipeline < 1 || maxFailures < 1 || maxRedirects < 0) {
            throw new IllegalArgumentException(
                    "web seed settings out of range: " + maxServers + ", " + maxRequest + ", " + pipeline + ", "
                            + maxFailures + ", " + maxRedirects + " (expected: 1 or more, redirects 0 or more)");
        }
    }

    @Inject
    WebSeedSettings(Settings settings) {
        this(
                settings.integer("max-servers", 1, 100),
                settings.bytes("max-request", 16 << 10, 1 << 30),
                settings.integer("pipeline", 1, 16),
                settings.duration("idle-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                settings.duration("retry-after", Duration.ofMillis(100), LONGEST_WAIT),
                settings.integer("max-failures", 1, 1000),
                settings.integer("max-redirects", 0, 20),
                settings.bool("validate-certificates"),
                settings.bool("ssrf-mitigation"));
    }

    /** How long a server is left alone that failed so often in a row. */
    Duration backOff(int failures) {
        Duration wait = retryAfter.multipliedBy(1L << Math.min(20, Math.max(0, failures - 1)));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
