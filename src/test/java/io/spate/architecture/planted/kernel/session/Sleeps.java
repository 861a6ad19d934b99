package io.spate.architecture.planted.kernel.session;

import io.spate.architecture.planted.api.Breaks;

@Breaks("NOBODY_SLEEPS")
final class Sleeps {
    void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
