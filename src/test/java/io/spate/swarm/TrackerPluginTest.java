package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PieceVerified;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.kernel.SessionBuilder;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plugin "tracker", as a jar, in whole sessions. */
class TrackerPluginTest extends SwarmTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\nd8:intervali1800e5:peers0:e";

    private UnaryOperator<SessionBuilder> plugin;

    @BeforeEach
    void packThePlugin() throws IOException {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/tracker");
        plugin = builder -> builder.plugins(jars);
    }

    private static TestTorrent announcedTo(String tracker) {
        return TestTorrent.announcedTo(tracker, "file.bin", 3 * MIB + 5, 64 * KIB, 15);
    }

    @Test
    void findsItsPeersByAUdpTracker() throws Exception {
        try (SmallUdpTracker tracker = SmallUdpTracker.start()) {
            TestTorrent torrent = announcedTo(tracker.url());
            TestSession seeder = sessions.start("seeder", plugin);
            seeder.seed(torrent);
            seeder.alerts().await(TrackerAnnounced.class);
            TestSession leecher = sessions.start("leecher", plugin);
            await(leecher.download(torrent).whenFinished());

            torrent.checkIn(leecher.data());
            assertThat(leecher.alerts().await(PeerConnected.class).source()).isEqualTo("tracker");
            sessions.close();
            assertThat(tracker.events())
                    .containsExactlyInAnyOrder("started", "started", "completed", "stopped", "stopped");
        }
    }

    @Test
    void tellsTheTrackerThatItLeavesByThePortThatItCameBy() throws Exception {
        try (SmallTracker tracker = SmallTracker.start()) {
            TestSession seeder = sessions.start("seeder", plugin);
            int port = seeder.address().port();
            seeder.seed(announcedTo(tracker.url()));
            seeder.alerts().await(TrackerAnnounced.class);
            seeder.stop();

            assertThat(tracker.queries()).hasSize(2).allSatisfy(query -> assertThat(query)
                    .contains("&port=" + port + "&"));
            assertThat(tracker.queries().get(1)).contains("event=stopped");
            assertThat(seeder.session().listenAddresses()).isEmpty();
        }
    }

    @Test
    void leavesNoSocketAndNoThreadWhenItIsStoppedInADownloadWhichGoesOn() throws Exception {
        try (ServerSocket tracker = new ServerSocket(0, 50, InetAddress.getByName(HERE))) {
            TestTorrent torrent = announcedTo("http://" + HERE + ":" + tracker.getLocalPort() + "/announce");
            TestSession seeder = sessions.start("seeder");
            seeder.seed(torrent);
            TestSession leecher = sessions.start("leecher", builder -> plugin.apply(builder)
                    .set("spate.plugins.tracker.http.keep-alive", "10m")
                    .set("spate.limits.download", "1 MiB"));
            TorrentHandle download = leecher.download(torrent, seeder.address());
            try (Socket connection = tracker.accept()) {
                answer(connection);
                leecher.alerts().await(TrackerAnnounced.class);
                leecher.alerts().await(PieceVerified.class);

                Future<Void> stopping = leecher.session().stopPlugin("tracker");
                assertThat(answer(connection)).contains("event=stopped");
                await(stopping);

                assertThat(connection.getInputStream().read()).isEqualTo(-1);
                assertThat(leecher.session().plugins())
                        .extracting(PluginStatus::state)
                        .containsExactly(PluginStatus.State.STOPPED);
                assertThat(threads()).noneMatch(name -> name.startsWith("spate-plugin-tracker"));
                assertThat(download.whenFinished().isComplete()).isFalse();
            }
            await(download.whenFinished());
            torrent.checkIn(leecher.data());
        }
    }

    /** @return the head of the request that it answered */
    private static String answer(Socket connection) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = connection.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the end of the connection, after: " + head).isNotNegative();
            head.append((char) next);
        }
        connection.getOutputStream().write(REPLY.getBytes(StandardCharsets.US_ASCII));
        return head.toString();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
