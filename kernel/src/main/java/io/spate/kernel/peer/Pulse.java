package io.spate.kernel.peer;

import io.spate.kernel.settings.PeerSettings;
import java.time.Duration;
import java.util.Optional;

/** Whether a peer is there at all: how long it has said nothing and taken nothing, and how long it has heard nothing of us. */
final class Pulse {
    private final PeerOutput output;
    private final PeerSettings limits;
    private long lastReceivedNanos;

    Pulse(PeerOutput output, PeerSettings limits, long now) {
        this.output = output;
        this.limits = limits;
        this.lastReceivedNanos = now;
    }

    void onReceived(long now) {
        lastReceivedNanos = now;
    }

    /** Why the peer is taken to be gone, if it is. */
    Optional<String> end(long now) {
        Duration timeout = limits.timeout();
        if (now - lastReceivedNanos > timeout.toNanos()) {
            return Optional.of("silent for " + timeout.toSeconds() + " s");
        }
        if (now - output.lastTakenNanos() > timeout.toNanos()) {
            return Optional.of("takes nothing for " + timeout.toSeconds() + " s");
        }
        return Optional.empty();
    }

    /** Whether the peer would take us to be gone if it heard nothing now. */
    boolean isKeepAliveDue(long now) {
        return now - output.lastSentNanos() > limits.keepAlive().toNanos();
    }
}
