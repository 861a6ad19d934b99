package io.spate.plugin.utp;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * {@code spate.plugins.utp}; the reasons are in {@code reference.conf}.
 *
 * @param memory bytes that all connections together hold of what came and was not taken
 * @param mtu the longest packet of IP to try
 * @param maxHalfOpen accepted connections that have not proved their address, for each socket
 */
record UtpSettings(UtpLimits limits, long memory, int mtu, int maxHalfOpen) {
    private static final int MEBIBYTE = 1024 * 1024;

    UtpSettings {
        if (memory < limits.receiveBuffer() || mtu < 576 || maxHalfOpen < 1) {
            throw new IllegalArgumentException(
                    "uTP settings out of range: memory " + memory + ", mtu " + mtu + ", max-half-open " + maxHalfOpen
                            + " (expected: a receive buffer or more, 576 or more, 1 or more)");
        }
    }

    @Inject
    UtpSettings(Settings settings) {
        this(
                limits(settings),
                memory(settings),
                settings.integer("mtu", 576, 65_535),
                settings.integer("max-half-open", 1, 10_000));
    }

    private static UtpLimits limits(Settings settings) {
        Duration millisecond = Duration.ofMillis(1);
        Duration minute = Duration.ofMinutes(1);
        return new UtpLimits(
                micros(settings.duration("target-delay", millisecond, Duration.ofSeconds(10))),
                settings.integer("gain-factor", 1, MEBIBYTE),
                settings.integer("loss-multiplier", 1, 100) / 100.0,
                micros(settings.duration("min-timeout", millisecond, minute)),
                micros(settings.duration("connect-timeout", Duration.ofMillis(10), minute)),
                settings.integer("syn-resends", 0, 20),
                settings.integer("fin-resends", 0, 20),
                settings.integer("num-resends", 0, 100),
                micros(settings.duration("ack-delay", Duration.ZERO, Duration.ofMillis(500))),
                (int) settings.bytes("receive-buffer", 64 * 1024, 64 * MEBIBYTE),
                (int) settings.bytes("send-buffer", 64 * 1024, 64 * MEBIBYTE));
    }

    private static long memory(Settings settings) {
        return settings.bytes("memory", settings.bytes("receive-buffer", 1, Integer.MAX_VALUE), 1L << 40);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
