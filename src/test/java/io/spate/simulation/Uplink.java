package io.spate.simulation;

import io.spate.testkit.VirtualTime;
import java.time.Duration;

/** What a host can send: one byte after the other, whoever they are for. */
final class Uplink {
    private static final double NANOS = 1e9;

    private final VirtualTime time;
    private final long bytesPerSecond;
    private long busyUntilNanos;

    Uplink(VirtualTime time, long bytesPerSecond) {
        this.time = time;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** When so many bytes, queued now, will have been sent: from now on. */
    Duration send(int bytes) {
        long now = time.loop().nanoTime();
        busyUntilNanos = Math.max(now, busyUntilNanos) + Math.round(bytes * NANOS / bytesPerSecond);
        return Duration.ofNanos(busyUntilNanos - now);
    }
}
