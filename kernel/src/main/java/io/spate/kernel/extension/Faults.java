package io.spate.kernel.extension;

import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.PluginFailed;
import io.spate.kernel.settings.PluginHostSettings;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults of one owner: told, counted, and when there are too many in a short time, answered once. */
final class Faults {
    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private final String owner;
    private final PluginHostSettings settings;
    private final Alerts alerts;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Consumer<String> onTooMany;
    private final Deque<Long> recent = new ArrayDeque<>();
    private long count;
    private boolean answered;

    Faults(
            String owner,
            PluginHostSettings settings,
            Alerts alerts,
            Clock clock,
            LongSupplier nanoTime,
            Consumer<String> onTooMany) {
        this.owner = owner;
        this.settings = settings;
        this.alerts = alerts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.onTooMany = onTooMany;
    }

    synchronized long count() {
        return count;
    }

    /** The kernel's own calls are slow the first time, while the JVM warms up: nobody could do anything about it. */
    void onReturn(String doing, CallTimes.Verdict verdict) {
        if (verdict.isFault() && !owner.equals(Extensions.KERNEL)) {
            add(doing, verdict.text());
        } else if (!verdict.text().isEmpty()) {
            log.debug("{} in {}: {}", owner, doing, verdict.text());
        }
    }

    void add(String doing, Throwable thrown) {
        String reason = Thrown.text(thrown);
        if (note(doing, reason)) {
            log.warn("{} failed in {}", owner, doing, thrown);
            tell(doing, reason);
        } else {
            log.debug("{} failed in {}", owner, doing, thrown);
        }
    }

    void add(String doing, String reason) {
        if (note(doing, reason)) {
            log.warn("{} failed in {}: {}", owner, doing, reason);
            tell(doing, reason);
        }
    }

    /**
     * Counts. The alert comes after, as it may reach a listener of this very owner, which fails again.
     *
     * @return whether to tell: not once its end is decided
     */
    private boolean note(String doing, String reason) {
        int faults;
        synchronized (this) {
            count++;
            if (answered) {
                return false;
            }
            if (!tooMany()) {
                return true;
            }
            answered = true;
            faults = recent.size();
        }
        onTooMany.accept(faults + " faults within " + settings.faultWindow().toSeconds() + " s, the last in " + doing
                + ": " + reason);
        return true;
    }

    private boolean tooMany() {
        long now = nanoTime.getAsLong();
        recent.addLast(now);
        while (now - recent.peekFirst() > settings.faultWindow().toNanos()) {
            recent.removeFirst();
        }
        return recent.size() >= settings.maxFaults();
    }

    private void tell(String doing, String reason) {
        if (alerts.wants(AlertCategory.PLUGIN)) {
            alerts.post(new PluginFailed(clock.instant(), owner, doing, reason));
        }
    }
}
