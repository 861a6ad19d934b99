package io.spate.swarm;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** All alerts of a session, to look through and to wait for. Safe for threads. */
final class AlertLog implements AlertListener {
    private static final long SECONDS = 30;

    private final List<Alert> alerts = new ArrayList<>();

    @Override
    public Set<AlertCategory> categories() {
        return EnumSet.allOf(AlertCategory.class);
    }

    @Override
    public synchronized void onAlert(Alert alert) {
        alerts.add(alert);
        notifyAll();
    }

    synchronized <A extends Alert> List<A> all(Class<A> type) {
        return alerts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <A extends Alert> A await(Class<A> type) throws InterruptedException {
        return await(type, any -> true);
    }

    /** The first that is like this, whether it came already or is still to come. */
    synchronized <A extends Alert> A await(Class<A> type, Predicate<A> wanted) throws InterruptedException {
        await("a " + type.getSimpleName(), () -> first(type, wanted).isPresent());
        return first(type, wanted).orElseThrow();
    }

    /** Until there are so many that are like this. */
    synchronized <A extends Alert> void await(Class<A> type, int count, Predicate<A> wanted)
            throws InterruptedException {
        await(
                count + " of " + type.getSimpleName(),
                () -> all(type).stream().filter(wanted).count() >= count);
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no " + what + " within " + SECONDS + " s, but " + shown());
            }
            wait(left);
        }
    }

    private <A extends Alert> Optional<A> first(Class<A> type, Predicate<A> wanted) {
        return all(type).stream().filter(wanted).findFirst();
    }

    private String shown() {
        return String.join("\n", alerts.stream().map(Alert::message).toList());
    }
}
