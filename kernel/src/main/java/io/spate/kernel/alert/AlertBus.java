package io.spate.kernel.alert;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.alert.Alerts;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Thrown;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each alert of a session to those who want it. Safe from any thread, never blocks; whether anybody wants a category is
 * one volatile read. Nothing that a listener throws reaches the poster, but for an error of the virtual machine itself.
 */
public final class AlertBus implements Alerts {
    private static final Logger log = LoggerFactory.getLogger(AlertBus.class);
    private static final AlertCategory[] CATEGORIES = AlertCategory.values();

    private final Clock clock;
    private final AtomicLong listenerFailures = new AtomicLong();
    private volatile List<Receiver> receivers = List.of();
    private volatile int mask;

    public AlertBus(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean wants(AlertCategory category) {
        return (mask & bit(category)) != 0;
    }

    @Override
    public void post(Alert alert) {
        int bit = bit(alert.category());
        if ((mask & bit) == 0) {
            return;
        }
        List<Receiver> now = receivers;
        for (int i = 0; i < now.size(); i++) {
            Receiver receiver = now.get(i);
            if ((receiver.mask & bit) != 0) {
                receiver.take(alert);
            }
        }
    }

    /**
     * Queues alerts for one reader. When the queue is full the newest are dropped, counted by name, and told by an
     * {@code AlertsMissed} at the place where they would have been.
     *
     * @param capacity at most so many unread alerts, 1 or more
     */
    public AlertSubscription subscribe(Set<AlertCategory> categories, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1 or more)");
        }
        QueuedSubscription queue = new QueuedSubscription(capacity, clock, this::remove);
        add(new Queue(maskOf(categories), queue));
        return queue;
    }

    /** Calls the listener on whatever thread posts, until the handle is closed. Its categories are asked for once. */
    public Handle listen(AlertListener listener) {
        Listener receiver = new Listener(maskOf(listener.categories()), listener);
        add(receiver);
        return () -> removeIf(each -> each == receiver);
    }

    /** How often a listener threw something. */
    public long listenerFailures() {
        return listenerFailures.get();
    }

    /**
     * Replaces what the queues hold of a stopped plugin's own alerts by copies of their facts, so that an unread alert does not
     * keep its classes.
     */
    public void letGo(ClassLoader stopped) {
        receivers.forEach(receiver -> receiver.letGo(stopped));
    }

    /** Ends all subscriptions: what is queued can still be read. */
    public void close() {
        List<Receiver> ended = receivers;
        removeIf(receiver -> true);
        ended.forEach(Receiver::end);
    }

    private void remove(QueuedSubscription subscription) {
        removeIf(each -> each instanceof Queue queue && queue.subscription == subscription);
    }

    private synchronized void add(Receiver receiver) {
        List<Receiver> more = new ArrayList<>(receivers);
        more.add(receiver);
        set(more);
    }

    private synchronized void removeIf(Predicate<Receiver> ended) {
        set(receivers.stream().filter(ended.negate()).toList());
    }

    private void set(List<Receiver> next) {
        receivers = List.copyOf(next);
        mask = next.stream().mapToInt(receiver -> receiver.mask).reduce(0, (a, b) -> a | b);
    }

    private static int maskOf(Set<AlertCategory> categories) {
        int mask = 0;
        for (AlertCategory category : CATEGORIES) {
            mask |= categories.contains(category) ? bit(category) : 0;
        }
        return mask;
    }

    private static int bit(AlertCategory category) {
        return 1 << category.ordinal();
    }

    private abstract static class Receiver {
        private final int mask;

        private Receiver(int mask) {
            this.mask = mask;
        }

        abstract void take(Alert alert);

        void letGo(ClassLoader stopped) {}

        void end() {}
    }

    private static final class Queue extends Receiver {
        private final QueuedSubscription subscription;

        private Queue(int mask, QueuedSubscription subscription) {
            super(mask);
            this.subscription = subscription;
        }

        @Override
        void take(Alert alert) {
            subscription.offer(alert);
        }

        @Override
        void letGo(ClassLoader stopped) {
            subscription.letGo(stopped);
        }

        @Override
        void end() {
            subscription.close();
        }
    }

    private final class Listener extends Receiver {
        private final AlertListener listener;

        private Listener(int mask, AlertListener listener) {
            super(mask);
            this.listener = listener;
        }

        @Override
        void take(Alert alert) {
            try {
                listener.onAlert(alert);
            } catch (Throwable e) {
                Thrown.rethrowIfFatal(e);
                if (listenerFailures.getAndIncrement() == 0) {
                    log.warn("a listener failed on {}; the next failures are logged at debug", alert.name(), e);
                } else {
                    log.debug("a listener failed on {}", alert.name(), e);
                }
            }
        }
    }
}
