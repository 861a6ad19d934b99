package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.time.Instant;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class TakesTheInstant {
    Instant now() {
        return Instant.now();
    }
}
