package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.util.Random;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class MakesARandom {
    final Random random = new Random();
}
