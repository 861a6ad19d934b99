package io.spate.kernel.alert;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.alert.AlertsMissed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A bounded queue that drops the newest. The lock is held for a few instructions only, so posters may take it on a loop. */
final class QueuedSubscription implements AlertSubscription {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Alert> queue = new ArrayDeque<>();
    private final MissedAlerts missed = new MissedAlerts();
    private final MissedAlerts untold = new MissedAlerts();
    private final int capacity;
    private final Clock clock;
    private final Consumer<QueuedSubscription> onClose;
    private boolean closed;

    QueuedSubscription(int capacity, Clock clock, Consumer<QueuedSubscription> onClose) {
        this.capacity = capacity;
        this.clock = clock;
        this.onClose = onClose;
    }

    void offer(Alert alert) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (queue.size() >= capacity) {
                missed.add(alert.name());
                untold.add(alert.name());
                return;
            }
            if (!untold.isEmpty()) {
                queue.add(toldNow());
            }
            queue.add(alert);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Alert> poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Alert> poll(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            Optional<Alert> next = next();
            while (next.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
                next = next();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Alert> next() {
        if (queue.isEmpty() && !untold.isEmpty()) {
            return Optional.of(toldNow());
        }
        return Optional.ofNullable(queue.poll());
    }

    private AlertsMissed toldNow() {
        return new AlertsMissed(clock.instant(), untold.take());
    }

    @Override
    public Map<String, Long> takeMissed() {
        lock.lock();
        try {
            return missed.take();
        } finally {
            lock.unlock();
        }
    }

    void letGo(ClassLoader stopped) {
        lock.lock();
        try {
            for (int i = queue.size(); i > 0; i--) {
                CopiedAlert.of(queue.remove(), stopped).ifPresent(queue::add);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
