package io.spate.api.alert;

import java.time.Instant;

/**
 * Something is at its bound.
 *
 * @param queue what
 * @param consequence what happens to what does not fit
 */
public record QueueFull(Instant at, String queue, String consequence) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PERFORMANCE;
    }

    @Override
    public String message() {
        return queue + " is full: " + consequence;
    }
}
