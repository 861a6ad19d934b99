package io.spate.kernel.plugin;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.kernel.extension.Guard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers that a plugin waits for. When it stops they fail at once, so that what the plugin hung on them is neither run later
 * nor held by whoever answers. Handlers that are slow are counted; what they throw, Vert.x's futures keep to themselves.
 */
final class Pending {
    private final Guard guard;
    private final Set<Promise<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Pending(Guard guard) {
        this.guard = guard;
    }

    <T> Future<T> of(String doing, Future<T> answer) {
        if (answer.isComplete()) {
            return closed ? Future.failedFuture(stopped()) : answer;
        }
        Promise<T> promise = Promise.promise();
        open.add(promise);
        answer.onComplete(done -> {
            if (open.remove(promise)) {
                guard.run(doing, () -> promise.handle(done));
            }
        });
        if (closed) {
            close();
        }
        return promise.future();
    }

    void close() {
        closed = true;
        for (Promise<?> promise : List.copyOf(open)) {
            if (open.remove(promise)) {
                guard.run("stop", () -> promise.fail(stopped()));
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    SpateException stopped() {
        return new SpateException(ErrorCode.STOPPED, "plugin " + guard.owner() + " is stopped");
    }
}
