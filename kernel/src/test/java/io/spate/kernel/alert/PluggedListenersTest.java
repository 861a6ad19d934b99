package io.spate.kernel.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.PluginStopped;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.extension.Registration;
import io.spate.kernel.settings.PluginHostSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluggedListenersTest {
    private static final Alert STOPPED = new PluginStopped(Instant.EPOCH, "dht", "by hand");

    private final AlertBus bus = new AlertBus(Clock.systemUTC());
    private final List<String> ends = new ArrayList<>();
    private final Guard guard = new Guards(
                    new PluginHostSettings(
                            Duration.ofSeconds(60), 3, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO),
                    bus,
                    Clock.systemUTC(),
                    () -> 0)
            .of("log", ends::add);
    private final Extensions extensions = new Extensions();
    private final List<Alert> heard = new ArrayList<>();

    @Test
    void aPluginsListenerHearsTheBusWhileItIsRegistered() {
        extensions.listen(AlertListener.class, new PluggedListeners(bus));
        Registration registration = extensions.register(guard, new Listener());
        bus.post(STOPPED);
        registration.remove();
        bus.post(STOPPED);

        assertThat(heard).containsExactly(STOPPED);
        assertThat(bus.wants(AlertCategory.PLUGIN)).isFalse();
    }

    @Test
    void aListenerThatFailsOnTheAlertOfItsOwnFailureComesToAnEnd() {
        extensions.listen(AlertListener.class, new PluggedListeners(bus));
        extensions.register(guard, new FailingListener());

        bus.post(STOPPED);

        assertThat(ends).hasSize(1);
        assertThat(heard).hasSize(4);
    }

    private class Listener implements AlertListener {
        @Override
        public Set<AlertCategory> categories() {
            return Set.of(AlertCategory.PLUGIN);
        }

        @Override
        public void onAlert(Alert alert) {
            heard.add(alert);
        }
    }

    private final class FailingListener extends Listener {
        @Override
        public void onAlert(Alert alert) {
            super.onAlert(alert);
            throw new IllegalStateException("for a test");
        }
    }
}
