package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class TakesTheTime {
    long millis() {
        return System.currentTimeMillis();
    }
}
