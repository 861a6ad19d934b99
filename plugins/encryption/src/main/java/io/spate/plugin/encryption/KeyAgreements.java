package io.spate.plugin.encryption;

import io.spate.api.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A thread that computes with large numbers, so that no loop stands still for it. One: however many strangers knock, they cost one
 * core. Safe for threads.
 */
@Singleton
final class KeyAgreements implements AutoCloseable {
    /** More than the kernel lets in without a handshake, and more than it dials at once. */
    private static final int MAX_WAITING = 1024;

    private static final long CLOSE_SECONDS = 1;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread made = new Thread(task, "spate-plugin-encryption-keys");
                made.setDaemon(true);
                return made;
            });
    /** Confined to the thread: it is not safe for several. */
    private final RandomGenerator random;

    @Inject
    KeyAgreements(RandomGenerator random) {
        this.random = random;
        thread.prestartAllCoreThreads();
    }

    /** Draws what we bring to a handshake. Completes on the loop. */
    Future<OwnPart> draw(Loop loop) {
        return compute(loop, () -> OwnPart.random(random));
    }

    /** The secret of a handshake for which we have drawn our part. Completes on the loop; fails if their key makes none. */
    Future<Agreed> agree(OwnPart ours, byte[] theirKey, Loop loop) {
        return compute(loop, () -> new Agreed(ours, ours.keys().agree(theirKey)));
    }

    /** Draws our part, and computes the secret. Completes on the loop; fails if their key makes none. */
    Future<Agreed> agree(byte[] theirKey, Loop loop) {
        return compute(loop, () -> {
            OwnPart ours = OwnPart.random(random);
            return new Agreed(ours, ours.keys().agree(theirKey));
        });
    }

    /** What waits is not computed any more; its links end with the plugin. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Future<T> compute(Loop loop, Callable<T> computation) {
        Promise<T> computed = Promise.promise();
        try {
            thread.execute(() -> {
                Future<T> result = result(computation);
                loop.execute(() -> result.onComplete(computed));
            });
        } catch (RejectedExecutionException e) {
            computed.fail("too many encryption handshakes at once");
        }
        return computed.future();
    }

    private static <T> Future<T> result(Callable<T> computation) {
        try {
            return Future.succeededFuture(computation.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    /** What a handshake waits for. */
    record Agreed(OwnPart ours, SharedSecret secret) {}
}
