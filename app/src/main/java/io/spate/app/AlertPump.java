package io.spate.app;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertSubscription;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands the alerts of a session to one reader, on a thread of its own, so that a slow pipe holds up nothing else. */
final class AlertPump implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration LAST_LINES = Duration.ofMillis(400);

    private final AlertSubscription subscription;
    private final Consumer<Alert> reader;
    private final Thread thread;
    private volatile boolean closing;

    AlertPump(AlertSubscription subscription, Consumer<Alert> reader) {
        this.subscription = subscription;
        this.reader = reader;
        this.thread = new Thread(this::run, "spate-alerts");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                subscription.poll(WAIT).ifPresent(reader);
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        for (Optional<Alert> next = subscription.poll(); next.isPresent(); next = subscription.poll()) {
            reader.accept(next.get());
        }
    }

    /** Hands over what is unread, if the reader takes it in time. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(LAST_LINES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscription.close();
    }
}
