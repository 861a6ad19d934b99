package io.spate.architecture.planted.kernel.session;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Random;

final class IsGivenItsClock {
    private final Clock clock;
    private final Random random;

    IsGivenItsClock(Clock clock, long seed) {
        this.clock = clock;
        this.random = new Random(seed);
    }

    LocalDate today() {
        return LocalDate.now(clock).plusDays(random.nextInt());
    }
}
