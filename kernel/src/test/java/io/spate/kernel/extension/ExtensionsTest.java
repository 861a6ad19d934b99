package io.spate.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.net.ConnectionGate;
import io.spate.kernel.settings.PluginHostSettings;
import io.spate.testkit.RecordingAlerts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class ExtensionsTest {
    private final Guards guards = new Guards(
            new PluginHostSettings(
                    Duration.ofMillis(50), 3, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO),
            new RecordingAlerts(),
            Clock.systemUTC(),
            () -> 0);
    private final Guard kernel = guards.ofKernel();
    private final Guard dht = guards.of("dht", reason -> {});
    private final Extensions extensions = new Extensions();
    private final List<String> news = new ArrayList<>();

    @Test
    void thoseOfTheKernelComeFirstThenThoseOfPluginsAsTheyStarted() {
        extensions.register(dht, new Gate("a"));
        extensions.register(kernel, new Gate("b"));
        extensions.register(guards.of("bans", reason -> {}), new Gate("c"));
        extensions.register(kernel, new Gate("d"));

        assertThat(names()).containsExactly("b", "d", "a", "c");
    }

    @Test
    void anExtensionIsFoundAtEveryPointItImplements() {
        Registration registration = extensions.register(dht, new GateThatListens());

        assertThat(registration.points()).containsExactlyInAnyOrder(ConnectionGate.class, AlertListener.class);
        assertThat(extensions.of(ConnectionGate.class)).hasSize(1);
        assertThat(extensions.of(AlertListener.class)).hasSize(1);
    }

    @Test
    void aPointIsFoundThroughSuperclassesAndOtherInterfaces() {
        assertThat(Extensions.pointsOf(DerivedGate.class)).containsExactly(SpecialGate.class, ConnectionGate.class);
    }

    @Test
    void whatExtendsNothingIsRefused() {
        assertThatThrownBy(() -> extensions.register(dht, new ExtensionPoint() {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("implements no extension point");
    }

    @Test
    void aListThatWasLookedUpDoesNotChange() {
        extensions.register(dht, new Gate("a"));
        List<Registered<ConnectionGate>> before = extensions.of(ConnectionGate.class);
        extensions.register(dht, new Gate("b"));

        assertThat(before).hasSize(1);
        assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aListenerIsToldWhatIsThereAndWhatComesAndGoes() {
        Registration first = extensions.register(dht, new Gate("a"));
        Handle handle = extensions.listen(ConnectionGate.class, new Listener(Future.succeededFuture()));
        extensions.register(dht, new Gate("b"));
        first.remove();
        handle.close();
        extensions.register(dht, new Gate("c"));

        assertThat(news).containsExactly("+a", "+b", "-a");
    }

    @Test
    void aRemovalIsCompleteWhenNobodyUsesTheExtensionAnyMore() {
        Promise<Void> unused = Promise.promise();
        extensions.listen(ConnectionGate.class, new Listener(unused.future()));
        Registration registration = extensions.register(dht, new Gate("a"));

        Future<Void> removed = registration.remove();

        assertThat(names()).isEmpty();
        assertThat(removed.isComplete()).isFalse();
        unused.complete();
        assertThat(removed.succeeded()).isTrue();
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromTheNews() {
        extensions.listen(ConnectionGate.class, new ExtensionListener<>() {
            @Override
            public void onAdded(Registered<ConnectionGate> extension) {
                throw new IllegalStateException("for a test");
            }

            @Override
            public Future<Void> onRemoved(Registered<ConnectionGate> extension) {
                throw new IllegalStateException("for a test");
            }
        });
        extensions.listen(ConnectionGate.class, new Listener(Future.succeededFuture()));

        Future<Void> removed = extensions.register(dht, new Gate("a")).remove();

        assertThat(news).containsExactly("+a", "-a");
        assertThat(removed.succeeded()).isTrue();
    }

    @Test
    void removingTwiceTellsOnce() {
        extensions.listen(ConnectionGate.class, new Listener(Future.succeededFuture()));
        Registration registration = extensions.register(dht, new Gate("a"));
        registration.remove();
        registration.remove();

        assertThat(news).containsExactly("+a", "-a");
    }

    @Test
    void whatWasLetGoAnswersWithTheFallback() {
        Registration registration = extensions.register(dht, new Gate("a"));
        Registered<ConnectionGate> held = extensions.of(ConnectionGate.class).get(0);
        registration.remove();
        assertThat(held.call("name", ConnectionGate::name, "none")).isEqualTo("a");

        registration.letGo();

        assertThat(held.isRemoved()).isTrue();
        assertThat(held.call("name", ConnectionGate::name, "none")).isEqualTo("none");
        held.run("name", gate -> news.add("called"));
        assertThat(news).isEmpty();
        assertThatThrownBy(() -> held.callBlocking("Gate.name", ConnectionGate::name))
                .isInstanceOf(IOException.class)
                .hasMessage("Gate.name: plugin dht was stopped");
    }

    private List<String> names() {
        return extensions.of(ConnectionGate.class).stream()
                .map(each -> each.call("name", ConnectionGate::name, "none"))
                .toList();
    }

    private final class Listener implements ExtensionListener<ConnectionGate> {
        private final Future<Void> unused;

        private Listener(Future<Void> unused) {
            this.unused = unused;
        }

        @Override
        public void onAdded(Registered<ConnectionGate> extension) {
            news.add("+" + extension.call("name", ConnectionGate::name, "none"));
        }

        @Override
        public Future<Void> onRemoved(Registered<ConnectionGate> extension) {
            news.add("-" + extension.call("name", ConnectionGate::name, "none"));
            return unused;
        }
    }

    private static class Gate implements ConnectionGate {
        private final String name;

        private Gate(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> refuses(PeerAddress peer, boolean incoming) {
            return Optional.empty();
        }
    }

    private interface SpecialGate extends ConnectionGate {}

    private static final class DerivedGate extends Gate implements SpecialGate {
        private DerivedGate() {
            super("derived");
        }
    }

    private static final class GateThatListens extends Gate implements AlertListener {
        private GateThatListens() {
            super("listens");
        }

        @Override
        public Set<AlertCategory> categories() {
            return Set.of();
        }

        @Override
        public void onAlert(Alert alert) {}
    }
}
