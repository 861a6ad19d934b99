package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class RollsADie {
    int roll() {
        return (int) (Math.random() * 6);
    }
}
