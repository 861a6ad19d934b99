package io.spate.api.alert;

import java.time.Instant;
import java.util.Map;

/**
 * A subscriber's queue was full.
 *
 * @param missed how many of each kind
 */
public record AlertsMissed(Instant at, Map<String, Long> missed) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PERFORMANCE;
    }

    @Override
    public String message() {
        return "alerts missed: " + missed;
    }
}
