package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.util.function.LongSupplier;

@Breaks("TIME_AND_RANDOMNESS_ARE_PASSED_IN")
final class RefersToTheTime {
    final LongSupplier nanos = System::nanoTime;
}
