package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.net.ConnectionGate;
import io.spate.kernel.alert.AlertJson;
import io.spate.kernel.alert.PluggedListeners;
import io.spate.kernel.extension.Registered;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes of a plugin that was stopped can be collected, whatever it did while it ran. */
class PluginCollectionTest {
    private static final int MAX_COLLECTIONS = 100;

    @TempDir
    Path folder;

    private TestHost host;

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void afterAStopTheClassesCanBeCollected() throws IOException {
        busyPlugin().jarIn(folder);
        host = new TestHost(folder);
        host.extensions.listen(AlertListener.class, new PluggedListeners(host.alerts));
        AlertSubscription unread = host.alerts.subscribe(EnumSet.allOf(AlertCategory.class), 100);
        AlertSubscription read = host.alerts.subscribe(EnumSet.of(AlertCategory.STATUS), 100);
        host.get(host.host.startAll());
        assertThat(host.problem("busy")).isEqualTo("none");
        WeakReference<ClassLoader> classes = host.get(host.host.classLoaderOf("busy"));
        host.time.advance(Duration.ofSeconds(3));
        assertThat(host.answers()).containsExactly("ticked 3");
        assertThat(read.poll().map(AlertJson::line)).get().asString().contains("\"mood\":\"GOOD\"");

        List<Registered<ConnectionGate>> held = host.extensions.of(ConnectionGate.class);

        host.get(host.host.stop("busy"));

        assertThat(isCollected(classes)).isTrue();
        assertThat(held).allMatch(Registered::isRemoved);
        assertThat(unread.poll().map(Alert::name)).contains("PluginStarted");
        assertThat(unread.poll().map(Alert::name)).contains("Ticked");
        assertThat(host.time.pendingTimers()).isZero();
    }

    @Test
    void afterAFailedStartTheClassesCanBeCollected() throws IOException {
        TestPlugin.of("failing")
                .source(
                        "Gate",
                        """
                        @Extension public final class Gate implements ConnectionGate {
                            static final List<Object> SEEN = new ArrayList<>();
                            @Inject Gate(Timers timers, Network network, Alerts alerts) {
                                alerts.post(new Starting(Instant.EPOCH));
                                SEEN.add(network);
                                timers.every(Duration.ofSeconds(1), () -> SEEN.add(timers));
                                network.resolve("127.0.0.1").onComplete(done -> SEEN.add(done));
                                throw new IllegalStateException("for a test") {};
                            }
                            public String name() { return "gate"; }
                            public Optional<String> refuses(PeerAddress peer, boolean in) { return Optional.empty(); }
                        }
                        """)
                .source(
                        "Starting",
                        """
                        record Starting(Instant at) implements Alert {
                            public AlertCategory category() { return AlertCategory.STATUS; }
                            public String message() { return "starting"; }
                        }
                        """)
                .jarIn(folder);
        host = new TestHost(folder);
        Loaders loaders = new Loaders();
        host.alerts.listen(loaders);
        host.get(host.host.startAll());

        assertThat(host.problem("failing")).contains("for a test");
        assertThat(loaders.seen).hasSize(1);
        assertThat(isCollected(loaders.seen.get(0))).isTrue();
    }

    @Test
    void afterAReloadTheOldClassesCanBeCollected() throws IOException {
        busyPlugin().jarIn(folder);
        host = TestHost.started(folder);
        WeakReference<ClassLoader> old = host.get(host.host.classLoaderOf("busy"));
        host.get(host.host.reload("busy"));

        assertThat(isCollected(old)).isTrue();
        assertThat(host.get(host.host.classLoaderOf("busy")).get()).isNotNull();
    }

    private static TestPlugin busyPlugin() {
        return TestPlugin.of("busy")
                .source("Mood", "enum Mood { GOOD, BAD { @Override public String toString() { return \"bad\"; } } }")
                .source(
                        "Ticked",
                        """
                        record Ticked(Instant at, int count, Mood mood, List<Object> more) implements Alert {
                            public AlertCategory category() { return AlertCategory.STATUS; }
                            public String message() { return "ticked " + count; }
                        }
                        """)
                .source(
                        "Limits",
                        """
                        @Singleton record Limits(int count) {
                            @Inject Limits(Settings settings) { this(settings.integer("count", 0, 10)); }
                        }
                        """)
                .source(
                        "Listener",
                        """
                        @Extension @Singleton public final class Listener implements AlertListener {
                            final List<Alert> heard = new ArrayList<>();
                            public Set<AlertCategory> categories() { return EnumSet.allOf(AlertCategory.class); }
                            public void onAlert(Alert alert) { heard.add(alert); }
                        }
                        """)
                .source(
                        "Gate",
                        """
                        @Extension
                        public final class Gate implements ConnectionGate {
                            private final io.vertx.core.http.HttpClientAgent client;
                            private int ticks;
                            @Inject Gate(PluginContext context, Limits limits, Listener listener, Provider<Ticking> ticking,
                                    org.slf4j.Logger log) {
                                client = context.network().httpClient(new io.vertx.core.http.HttpClientOptions());
                                client.request(io.vertx.core.http.HttpMethod.GET, 1, "127.0.0.1", "/")
                                        .onComplete(done -> ticks += 100);
                                context.network().resolve("127.0.0.1").onComplete(done -> log.info("{}", done));
                                context.network().datagrams().claim("busy", limits.count(), new Claims());
                                context.state().save("key", new byte[] {1}).onComplete(done -> log.info("{}", done));
                                context.timers().every(Duration.ofSeconds(1), () -> {
                                    ticks++;
                                    context.alerts().post(new Ticked(context.clock().instant(), ticks,
                                            Mood.GOOD, List.of(Mood.BAD, ticks)));
                                });
                                context.timers().after(Duration.ofDays(1), ticking.get());
                                context.timers().loop().execute(ticking.get());
                            }
                            public String name() { return "busy"; }
                            public Optional<String> refuses(PeerAddress peer, boolean incoming) {
                                return Optional.of("ticked " + ticks % 100);
                            }
                        }
                        """)
                .source(
                        "Ticking",
                        "final class Ticking implements Runnable { @Inject Ticking(Clock clock) {} public void run() {} }")
                .source(
                        "Claims",
                        """
                        final class Claims implements DatagramService.Claimant {
                            public boolean recognises(java.net.InetSocketAddress remote, io.netty.buffer.ByteBuf payload) { return false; }
                            public void onDatagram(java.net.InetSocketAddress local, java.net.InetSocketAddress remote,
                                    io.netty.buffer.ByteBuf payload) { payload.release(); }
                        }
                        """)
                .file("reference.conf", "spate.plugins.busy { count = 3 }");
    }

    /** Collects, and makes garbage between, until it is gone or that has been tried often enough. */
    private static boolean isCollected(WeakReference<?> reference) {
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < MAX_COLLECTIONS && reference.get() != null; i++) {
            garbage.clear();
            for (int j = 0; j < 16; j++) {
                garbage.add(new byte[1 << 16]);
            }
            System.gc();
        }
        return reference.get() == null;
    }

    /** Remembers, weakly, whose alerts it heard. */
    private static final class Loaders implements AlertListener {
        private final List<WeakReference<ClassLoader>> seen = new CopyOnWriteArrayList<>();

        @Override
        public Set<AlertCategory> categories() {
            return Set.of(AlertCategory.STATUS);
        }

        @Override
        public void onAlert(Alert alert) {
            seen.add(new WeakReference<>(alert.getClass().getClassLoader()));
        }
    }
}
