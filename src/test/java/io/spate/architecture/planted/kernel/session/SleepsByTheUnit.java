package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;
import java.util.concurrent.TimeUnit;

@Breaks("NOBODY_SLEEPS")
final class SleepsByTheUnit {
    void rest() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
    }
}
