package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.util.concurrent.ThreadLocalRandom;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class AsksTheThreadsRandom {
    int port() {
        return ThreadLocalRandom.current().nextInt();
    }
}
