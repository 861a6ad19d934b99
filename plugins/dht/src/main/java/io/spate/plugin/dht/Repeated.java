package io.spate.plugin.dht;

import io.spate.api.Loop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** Does something now and again at an interval, sooner while it fails, until it is closed. On the plugin's loop, but for the close. */
final class Repeated implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private final Loop loop;
    private final Duration interval;
    private final Supplier<Future<Boolean>> task;
    private Duration retry = FIRST_RETRY;
    private Loop.Timer timer = () -> {};
    private boolean closed;

    /** @param task tells whether it succeeded */
    Repeated(Loop loop, Duration interval, Supplier<Future<Boolean>> task) {
        this.loop = loop;
        this.interval = interval;
        this.task = task;
    }

    void start() {
        loop.execute(this::run);
    }

    private void run() {
        if (!closed) {
            task.get().otherwise(false).onSuccess(succeeded -> {
                if (!closed) {
                    timer = loop.schedule(succeeded ? interval : retry, this::run);
                    retry = succeeded ? FIRST_RETRY : shorter(retry.multipliedBy(2), interval);
                }
            });
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Safe from any thread. */
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            timer.cancel();
        });
    }
}
