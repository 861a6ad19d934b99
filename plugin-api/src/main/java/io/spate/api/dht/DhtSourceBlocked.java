package io.spate.api.dht;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Duration;
import java.time.Instant;

/**
 * An address sends more than it may, and is not listened to for a while.
 *
 * @param source address in numbers, with all its ports
 * @param blockedFor how long
 */
public record DhtSourceBlocked(Instant at, String source, Duration blockedFor) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.DHT;
    }

    @Override
    public String message() {
        return "DHT node " + source + " floods us: ignored for " + blockedFor.toSeconds() + " s";
    }
}
