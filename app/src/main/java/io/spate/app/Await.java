package io.spate.app;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting on the main thread, which is no event loop. */
final class Await {
    private Await() {}

    /**
     * The result of the future.
     *
     * @throws StoppedException if a stop is asked for first
     */
    static <T> T result(Future<T> future, StopSignal stop) {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        CompletableFuture.anyOf(result, stop.asked())
                .exceptionally(failure -> null)
                .join();
        if (!result.isDone()) {
            throw new StoppedException();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether one of the two completed, in whatever way, before the time was up. */
    static boolean either(CompletableFuture<?> one, CompletableFuture<?> other, Duration atMost) {
        return within(CompletableFuture.anyOf(one, other), atMost);
    }

    /** Whether it completed, in whatever way, before the time was up. */
    static boolean within(CompletableFuture<?> future, Duration atMost) {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
