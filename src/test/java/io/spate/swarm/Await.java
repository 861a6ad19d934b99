package io.spate.swarm;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Waits for futures, in tests alone. */
public final class Await {
    private static final long SECONDS = 40;

    private Await() {}

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}
