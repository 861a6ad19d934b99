package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnected;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that are stopped in the middle of a download, which goes on; those with a swarm test of their own have it there. */
class PluginStopTest extends SwarmTest {
    /** The JDK's sockets are of both families at once. */
    private static final List<Path> UDP_SOCKETS = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    /** As the system shows port 6771 (BEP 14). */
    private static final String DISCOVERY_PORT = ":1A73";

    private final TestTorrent torrent = TestTorrent.of("file.bin", 2 * MIB + 5, 64 * KIB, 41);

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "holepunch", "lsd"})
    void leavesADownloadThatGoesOn(String plugin) throws Exception {
        UnaryOperator<SessionBuilder> plugins = with(plugin);
        TestSession seeder =
                sessions.start("seeder", builder -> plugins.apply(builder).set("spate.limits.upload", "1m"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", plugins);
        TorrentHandle download = leecher.download(torrent, seeder.address());
        leecher.alerts().await(PeerConnected.class);

        await(leecher.session().stopPlugin(plugin));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.session().plugins())
                .extracting(PluginStatus::state)
                .containsExactly(PluginStatus.State.STOPPED);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("spate-plugin-" + plugin));
    }

    @Test
    void closesTheSocketsOfLocalDiscovery() throws Exception {
        Assumptions.assumeTrue(
                UDP_SOCKETS.stream().allMatch(Files::isReadable), "this system does not show its sockets");
        TestSession session = sessions.start("session", with("lsd"));
        session.serve(torrent.metainfo());
        Await.until("sockets are open", () -> !ourSocketsAt(DISCOVERY_PORT).isEmpty());

        await(session.session().stopPlugin("lsd"));

        Await.until("sockets are closed", () -> ourSocketsAt(DISCOVERY_PORT).isEmpty());
    }

    private UnaryOperator<SessionBuilder> with(String plugin) throws Exception {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/" + plugin);
        return builder -> builder.plugins(jars).set("spate.plugins.lsd.ipv6", "false");
    }

    /** The inodes of UDP sockets of this process that are bound to the port. */
    private static Set<String> ourSocketsAt(String port) throws IOException {
        Set<String> ours;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            ours = descriptors.map(PluginStopTest::target).collect(Collectors.toSet());
        }
        List<String> sockets = new ArrayList<>();
        for (Path file : UDP_SOCKETS) {
            sockets.addAll(Files.readAllLines(file));
        }
        return sockets.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9 && columns[1].endsWith(port))
                .map(columns -> columns[9])
                .filter(inode -> ours.contains("socket:[" + inode + "]"))
                .collect(Collectors.toSet());
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
