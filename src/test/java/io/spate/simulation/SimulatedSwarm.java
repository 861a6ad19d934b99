package io.spate.simulation;

import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertListener;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.plugin.PluginPlaces;
import io.spate.kernel.session.KernelModule;
import io.spate.kernel.session.PluginsModule;
import io.spate.kernel.session.Sessions;
import io.spate.kernel.settings.EffectiveSettings;
import io.spate.kernel.settings.SettingsLoader;
import io.spate.kernel.settings.SettingsSources;
import io.spate.swarm.TestTorrent;
import io.spate.testkit.FakeSession;
import io.spate.testkit.LoopbackNetwork;
import io.spate.testkit.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.pf4j.ExtensionPoint;

/** Whole sessions in virtual time: one seeder and some leechers, each of which knows those that came before it. */
final class SimulatedSwarm implements AutoCloseable {
    private static final int PORT = 6881;

    private final VirtualTime time = new VirtualTime();
    private final LoopbackNetwork network = new LoopbackNetwork(new FakeSession());
    private final SimulatedInternet internet;
    private final SplittableRandom seeds;
    private final TestTorrent torrent;
    private final List<Session> sessions = new ArrayList<>();
    private final List<TorrentHandle> handles = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    SimulatedSwarm(long seed, TestTorrent torrent, Duration latency, long bytesPerSecond) {
        this.seeds = new SplittableRandom(seed);
        this.torrent = torrent;
        this.internet = new SimulatedInternet(time, latency, bytesPerSecond);
    }

    /** Adds a host that has everything. */
    void addSeeder() {
        add(AddTorrent.of(torrent.metainfo(), Path.of("nowhere"))
                .withStorage(ContentStorage.NAME)
                .onlyToSeed());
    }

    void addLeecher() {
        add(AddTorrent.of(torrent.metainfo(), Path.of("nowhere")).withStorage("memory"));
    }

    /** Lets time pass until all have everything; fails when they have not after so long. */
    Duration runUntilFinished(Duration atMost) {
        Duration step = Duration.ofMillis(100);
        for (Duration passed = Duration.ZERO; passed.compareTo(atMost) < 0; passed = passed.plus(step)) {
            if (handles.stream().allMatch(handle -> handle.status().isFinished())) {
                return passed;
            }
            time.advance(step);
        }
        throw new AssertionError("not finished after " + atMost + ": "
                + handles.stream().map(handle -> handle.status().toString()).toList());
    }

    /** Everything that happened, in its order, with its moment. */
    List<String> trace() {
        return List.copyOf(trace);
    }

    List<TorrentHandle> handles() {
        return handles;
    }

    @Override
    public void close() {
        sessions.forEach(session -> {
            session.stop();
            time.advance(Duration.ofSeconds(5));
        });
        network.close();
    }

    private void add(AddTorrent added) {
        int number = sessions.size();
        String host = "10.0.0." + (number + 1);
        SimulatedPlatform platform = new SimulatedPlatform(time, seeds.nextLong());
        List<ExtensionPoint> extensions =
                List.of(internet.transportOf(host, platform.loops().get(0)), new ContentStorage(torrent.content()));
        Session session = time.await(Sessions.started(List.of(
                new KernelModule(settings(host), "0.0.1", Optional.empty(), false),
                new PluginsModule(new PluginPlaces(List.of())),
                new SimulationModule(platform, network, extensions))));
        session.listen(recorder(number));
        List<PeerAddress> known = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            known.add(new PeerAddress(PeerAddress.IP, "10.0.0." + (i + 1), PORT));
        }
        sessions.add(session);
        handles.add(time.await(session.add(added.withPeers(known))));
    }

    private static EffectiveSettings settings(String host) {
        return SettingsLoader.load(
                SettingsSources.none().withSet("spate.listen=[\"" + host + ":" + PORT + "\"]"), List.of());
    }

    private AlertListener recorder(int number) {
        return new AlertListener() {
            @Override
            public Set<AlertCategory> categories() {
                return EnumSet.allOf(AlertCategory.class);
            }

            @Override
            public void onAlert(Alert alert) {
                trace.add(alert.at() + " " + number + " " + alert.name() + " " + alert.message());
            }
        };
    }
}
