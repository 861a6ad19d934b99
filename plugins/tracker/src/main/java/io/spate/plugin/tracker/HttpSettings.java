package io.spate.plugin.tracker;

import io.spate.api.plugin.Settings;
import java.time.Duration;

/**
 * {@code spate.plugins.tracker.http}; the reasons are in {@code reference.conf}.
 *
 * @param keepAlive zero: connections are closed after each reply
 * @param maxReply bytes, packed or not
 */
record HttpSettings(
        Duration idleTimeout, Duration keepAlive, int maxRedirects, int maxReply, boolean validateCertificates) {
    HttpSettings {
        if (maxReply < 1024 || maxRedirects < 0 || idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("HTTP settings out of range: " + idleTimeout + ", " + maxRedirects + ", "
                    + maxReply + " (expected: more than 0, 0 or more, 1024 or more)");
        }
    }

    static HttpSettings of(Settings settings) {
        return new HttpSettings(
                settings.duration("idle-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                settings.duration("keep-alive", Duration.ZERO, Duration.ofMinutes(10)),
                settings.integer("max-redirects", 0, 20),
                (int) settings.bytes("max-reply", 1024, 16 << 20),
                settings.bool("validate-certificates"));
    }
}
