package io.spate.kernel.plugin;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.net.ConnectionGate;
import io.spate.api.net.Network;
import io.spate.api.plugin.StateStore;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.SessionView;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.net.KernelNetwork;
import io.spate.kernel.net.SourceAddresses;
import io.spate.kernel.net.UdpSockets;
import io.spate.kernel.net.VertxPlatform;
import io.spate.kernel.settings.EffectiveSettings;
import io.spate.kernel.settings.SettingsLoader;
import io.spate.kernel.settings.SettingsSources;
import io.spate.testkit.FakeSession;
import io.spate.testkit.FakeStateStore;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** A host on a real machine, with a virtual clock and fakes for the rest. Waits for what the host does. */
final class TestHost implements PluginServices, AutoCloseable {
    private static final PeerAddress PEER = PeerAddress.host("peer", 1);

    final VirtualTime time = new VirtualTime();
    final AlertBus alerts = new AlertBus(time.clock());
    final Extensions extensions = new Extensions();
    final FakeStateStore state = new FakeStateStore();
    final Guards guards;
    final PluginHost host;
    final RequiredPlugins required;
    /** Why nobody was to be connected to, each time that it may have changed. */
    final List<Optional<String>> refusals = new CopyOnWriteArrayList<>();

    private final AtomicLong passed = new AtomicLong();
    private volatile long nanosPerReading;
    private final FakeSession session = new FakeSession();
    private final VertxPlatform machine = new VertxPlatform(1, 1);
    private final Network network =
            new KernelNetwork(machine, new UdpSockets(machine), SourceAddresses.ANY, session::listenAddresses);
    private final AlertSubscription posted = alerts.subscribe(EnumSet.of(AlertCategory.PLUGIN), 1000);

    TestHost(Path directory, String... set) {
        this(List.of(directory), set);
    }

    TestHost(List<Path> directories, String... set) {
        PluginPlaces places = new PluginPlaces(directories);
        EffectiveSettings settings = SettingsLoader.load(SettingsSources.none().withSet(set), places.references());
        guards = new Guards(settings.kernel().pluginHost(), alerts, time.clock(), this::nanoTime);
        required = new RequiredPlugins(settings.requiredPlugins(), refusals::add);
        host = new PluginHost(places, settings, this, extensions, guards, alerts, required);
    }

    static TestHost started(Path directory, String... set) {
        TestHost host = new TestHost(directory, set);
        host.get(host.host.startAll());
        return host;
    }

    /** @param duration that every reading of the guards' clock takes */
    void everyCallTakes(Duration duration) {
        nanosPerReading = duration.toNanos();
    }

    private long nanoTime() {
        return time.loop().nanoTime() + passed.addAndGet(nanosPerReading);
    }

    <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SpateException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever the host was told to do before is done. */
    void settle() {
        try {
            get(host.start("no-such-plugin"));
        } catch (SpateException e) {
            if (e.code() != ErrorCode.PLUGIN_FAILED) {
                throw e;
            }
        }
    }

    PluginStatus status(String id) {
        return host.plugins().stream()
                .filter(status -> status.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    String problem(String id) {
        return status(id).problem().orElse("none");
    }

    /** What the gates of all plugins answer, in order. */
    List<String> answers() {
        return extensions.of(ConnectionGate.class).stream()
                .map(gate -> gate.call("refuses", each -> each.refuses(PEER, true), Optional.<String>empty()))
                .map(answer -> answer.orElse("nothing"))
                .toList();
    }

    <A extends Alert> List<A> posted(Class<A> kind) {
        List<A> alerts = new ArrayList<>();
        for (Optional<Alert> next = posted.poll(); next.isPresent(); next = posted.poll()) {
            next.filter(kind::isInstance).map(kind::cast).ifPresent(alerts::add);
        }
        return alerts;
    }

    @Override
    public Loop newLoop() {
        return time.newLoop();
    }

    @Override
    public RandomGenerator newRandom() {
        return new Random(42);
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public SessionView session() {
        return session;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public StateStore state(String pluginId) {
        return new Prefixed(pluginId);
    }

    @Override
    public void close() {
        get(host.close());
        get(machine.close());
    }

    private final class Prefixed implements StateStore {
        private final String prefix;

        private Prefixed(String prefix) {
            this.prefix = prefix + ".";
        }

        @Override
        public Future<Optional<byte[]>> load(String key) {
            return state.load(prefix + key);
        }

        @Override
        public Future<Void> save(String key, byte[] value) {
            return state.save(prefix + key, value);
        }

        @Override
        public Future<Optional<byte[]>> load(InfoHash torrent, String key) {
            return state.load(torrent, prefix + key);
        }

        @Override
        public Future<Void> save(InfoHash torrent, String key, byte[] value) {
            return state.save(torrent, prefix + key, value);
        }
    }
}
