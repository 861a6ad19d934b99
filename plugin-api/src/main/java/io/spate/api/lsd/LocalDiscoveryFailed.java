package io.spate.api.lsd;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;

/**
 * A multicast group cannot be had, so that nobody is found by it.
 *
 * @param group address and port
 * @param reason for people
 */
public record LocalDiscoveryFailed(Instant at, String group, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.ERROR;
    }

    @Override
    public String message() {
        return "no local discovery by " + group + ": " + reason;
    }
}
