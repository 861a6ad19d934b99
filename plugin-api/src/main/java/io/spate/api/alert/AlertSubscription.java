package io.spate.api.alert;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The queue of one reader of alerts. Safe for threads, meant for one. */
public interface AlertSubscription extends AutoCloseable {
    /** The oldest unread alert, if there is one. Never waits. */
    Optional<Alert> poll();

    /** The oldest unread alert; waits for one. Empty when the time is up or the subscription was closed. Never on a loop. */
    Optional<Alert> poll(Duration atMost) throws InterruptedException;

    /** How many alerts of each kind did not fit since this was last asked. */
    Map<String, Long> takeMissed();

    @Override
    void close();
}
