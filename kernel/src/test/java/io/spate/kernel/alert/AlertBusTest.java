package io.spate.kernel.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.alert.AlertsMissed;
import io.spate.api.alert.Listening;
import io.spate.api.alert.PluginStopped;
import io.spate.kernel.extension.Handle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AlertBusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AlertBus bus = new AlertBus(Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Alert> heard = new ArrayList<>();

    @Test
    void nobodyWantsAnythingAtFirst() {
        assertThat(EnumSet.allOf(AlertCategory.class)).noneMatch(bus::wants);
    }

    @Test
    void aCategoryIsWantedWhileSomebodyListens() {
        AlertSubscription first = bus.subscribe(Set.of(AlertCategory.STATUS, AlertCategory.PEER), 10);
        AlertSubscription second = bus.subscribe(Set.of(AlertCategory.STATUS), 10);

        first.close();
        assertThat(EnumSet.allOf(AlertCategory.class)).filteredOn(bus::wants).containsExactly(AlertCategory.STATUS);

        second.close();
        assertThat(bus.wants(AlertCategory.STATUS)).isFalse();
    }

    @Test
    void eachSubscriberGetsWhatItAskedForInOrder() {
        AlertSubscription status = bus.subscribe(Set.of(AlertCategory.STATUS), 10);
        AlertSubscription both = bus.subscribe(Set.of(AlertCategory.STATUS, AlertCategory.PLUGIN), 10);

        bus.post(status(1));
        bus.post(plugin());
        bus.post(status(2));

        assertThat(drain(status)).containsExactly(status(1), status(2));
        assertThat(drain(both)).containsExactly(status(1), plugin(), status(2));
    }

    @Test
    void theNewestAreDroppedAndToldWhereTheyWouldHaveBeen() {
        AlertSubscription subscription = bus.subscribe(EnumSet.allOf(AlertCategory.class), 2);
        bus.post(status(1));
        bus.post(status(2));
        bus.post(status(3));
        bus.post(plugin());
        bus.post(plugin());
        subscription.poll();
        bus.post(status(4));

        assertThat(drain(subscription))
                .containsExactly(
                        status(2), new AlertsMissed(NOW, Map.of("Listening", 1L, "PluginStopped", 2L)), status(4));
    }

    @Test
    void theReaderIsToldEvenIfNothingMoreHappens() {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        bus.post(status(1));
        bus.post(status(2));

        assertThat(drain(subscription)).containsExactly(status(1), new AlertsMissed(NOW, Map.of("Listening", 1L)));
    }

    @Test
    void whatWasMissedIsCountedSinceItWasLastAsked() {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        bus.post(status(1));
        bus.post(status(2));
        bus.post(status(3));

        assertThat(subscription.takeMissed()).isEqualTo(Map.of("Listening", 2L));
        assertThat(subscription.takeMissed()).isEmpty();
    }

    @Test
    void theNumberOfCountedNamesIsBounded() {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        bus.post(status(1));
        for (int i = 0; i < 10_000; i++) {
            bus.post(new Named("name" + i));
        }

        Map<String, Long> missed = subscription.takeMissed();

        assertThat(missed).hasSizeLessThan(300);
        assertThat(missed.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);
    }

    @Test
    void aWaitingReaderIsWokenByAnAlert() throws Exception {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        CompletableFuture<Optional<Alert>> read = CompletableFuture.supplyAsync(() -> await(subscription));

        bus.post(status(1));

        assertThat(read.get(20, TimeUnit.SECONDS)).contains(status(1));
    }

    @Test
    void aWaitingReaderIsWokenByTheEnd() throws Exception {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        CompletableFuture<Optional<Alert>> read = CompletableFuture.supplyAsync(() -> await(subscription));

        bus.close();

        assertThat(read.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(bus.wants(AlertCategory.STATUS)).isFalse();
    }

    @Test
    void nothingIsQueuedAfterTheClose() {
        AlertSubscription subscription = bus.subscribe(Set.of(AlertCategory.STATUS), 1);
        subscription.close();
        bus.post(status(1));

        assertThat(subscription.poll()).isEmpty();
    }

    @Test
    void aListenerHearsItsCategoriesUntilItIsTakenBack() {
        Handle handle = bus.listen(listener(heard::add));
        bus.post(status(1));
        bus.post(plugin());
        handle.close();
        bus.post(status(2));

        assertThat(heard).containsExactly(status(1));
    }

    @Test
    void aListenerThatFailsReachesNeitherThePosterNorTheOthers() {
        bus.listen(listener(alert -> {
            throw new NoClassDefFoundError("gone");
        }));
        bus.listen(listener(alert -> recurse()));
        bus.listen(listener(heard::add));

        bus.post(status(1));

        assertThat(heard).containsExactly(status(1));
        assertThat(bus.listenerFailures()).isEqualTo(2);
    }

    @Test
    void theEndOfTheMemoryIsNotHidden() {
        bus.listen(listener(alert -> {
            throw new OutOfMemoryError("for a test");
        }));

        assertThatThrownBy(() -> bus.post(status(1))).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aQueueHoldsAtLeastOne() {
        assertThatThrownBy(() -> bus.subscribe(Set.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity: 0 (expected: 1 or more)");
    }

    @Test
    void unreadAlertsOfAStoppedPluginKeepTheirFactsAndLoseTheirClasses() {
        AlertSubscription subscription = bus.subscribe(EnumSet.allOf(AlertCategory.class), 10);
        bus.post(new Named("Own"));
        bus.post(new AlertsMissed(NOW, Map.of("of the API", 1L)));

        bus.letGo(Named.class.getClassLoader());

        List<Alert> read = drain(subscription);
        assertThat(read).extracting(Alert::name).containsExactly("Own", "AlertsMissed");
        assertThat(read.get(0)).isNotInstanceOf(Named.class);
        assertThat(read.get(0).message()).isEqualTo("about Own");
        assertThat(read.get(0).facts())
                .isEqualTo(Map.of("name", "Own", "colour", "RED", "more", List.of("RED", 1), "at", NOW));
    }

    private AlertListener listener(Consumer<Alert> onAlert) {
        return new AlertListener() {
            @Override
            public Set<AlertCategory> categories() {
                return Set.of(AlertCategory.STATUS);
            }

            @Override
            public void onAlert(Alert alert) {
                onAlert.accept(alert);
            }
        };
    }

    private static int recurse() {
        return recurse() + 1;
    }

    private static Optional<Alert> await(AlertSubscription subscription) {
        try {
            return subscription.poll(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Alert> drain(AlertSubscription subscription) {
        List<Alert> alerts = new ArrayList<>();
        for (Optional<Alert> next = subscription.poll(); next.isPresent(); next = subscription.poll()) {
            alerts.add(next.get());
        }
        return alerts;
    }

    private static Alert status(int number) {
        return new Listening(NOW, "127.0.0.1:" + number, "tcp");
    }

    private static Alert plugin() {
        return new PluginStopped(NOW, "dht", "by hand");
    }

    private enum Colour {
        RED
    }

    private record Named(String name, Instant at, Colour colour, List<Object> more) implements Alert {
        private Named(String name) {
            this(name, NOW, Colour.RED, List.of(Colour.RED, 1));
        }

        @Override
        public AlertCategory category() {
            return AlertCategory.STATUS;
        }

        @Override
        public String message() {
            return "about " + name;
        }
    }
}
