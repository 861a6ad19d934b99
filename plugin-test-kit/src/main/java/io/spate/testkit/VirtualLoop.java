package io.spate.testkit;

import io.spate.api.Loop;
import java.time.Duration;

/** A loop in virtual time. */
final class VirtualLoop implements Loop {
    private final VirtualTime time;

    VirtualLoop(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        time.schedule(this, Duration.ZERO, task);
    }

    @Override
    public boolean inLoop() {
        return time.isRunning(this);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return time.schedule(this, delay, task);
    }

    @Override
    public long nanoTime() {
        return time.now();
    }
}
