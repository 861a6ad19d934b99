package io.spate.kernel.plugin;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A time that several waits share. Real time, as it is threads that wait; for the host's thread, never for a loop. */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private final LongSupplier nanoTime;
    private final long endNanos;

    /** @param nanoTime a clock that only goes forward */
    Patience(Duration atMost, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.endNanos = nanoTime.getAsLong() + atMost.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - nanoTime.getAsLong()));
    }

    /** @param what for people: {@code its connections to be closed} */
    void await(String what, Future<Void> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.warn("no longer waited for {}", what);
        } catch (ExecutionException e) {
            log.debug("waited for {}, in vain", what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
