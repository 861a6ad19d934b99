package io.spate.plugin.tracker;

import io.spate.api.plugin.Settings;
import java.time.Duration;

/**
 * {@code spate.plugins.tracker.udp}; the reasons are in {@code reference.conf}.
 *
 * @param timeout of an announce as a whole
 * @param tries how often the last address of a tracker is asked
 */
record UdpSettings(Duration timeout, Duration retransmitAfter, int tries, int maxParallel) {
    /** BEP 15 goes no further, and waits more than an hour for the last answer. */
    private static final int MOST_TRIES = 9;

    UdpSettings {
        if (tries < 1 || maxParallel < 1 || retransmitAfter.isNegative() || retransmitAfter.isZero()) {
            throw new IllegalArgumentException("UDP settings out of range: " + retransmitAfter + ", " + tries + ", "
                    + maxParallel + " (expected: more than 0, 1 or more, 1 or more)");
        }
    }

    static UdpSettings of(Settings settings) {
        return new UdpSettings(
                settings.duration("timeout", Duration.ofMillis(100), Duration.ofHours(3)),
                settings.duration("retransmit-after", Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.integer("tries", 1, MOST_TRIES),
                settings.integer("max-parallel", 1, 10_000));
    }

    /** How long to wait for an answer, after so many that did not come (BEP 15: 15 s · 2ⁿ). */
    Duration patience(int unanswered) {
        return retransmitAfter.multipliedBy(1L << Math.min(unanswered, MOST_TRIES - 1));
    }
}
