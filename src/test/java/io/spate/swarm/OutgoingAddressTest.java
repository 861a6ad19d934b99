package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.api.tracker.TrackerFailed;
import io.spate.kernel.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where trackers, web servers and peers see us come from. Others of the loopback network stand for the addresses of a VPN. */
class OutgoingAddressTest extends SwarmTest {
    private UnaryOperator<SessionBuilder> plugins;

    @BeforeEach
    void packThePlugins() throws IOException {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/tracker", "plugins/webseed");
        plugins = builder -> builder.plugins(jars);
    }

    private UnaryOperator<SessionBuilder> outgoing(String address) {
        return builder -> plugins.apply(builder).set("spate.network.outgoing-address", address);
    }

    private static TestTorrent announcedTo(String tracker) {
        return TestTorrent.announcedTo(tracker, "file.bin", MIB + 5, 64 * KIB, 31);
    }

    @Test
    void isThatOfTheSettings() throws Exception {
        try (SmallTracker tracker = SmallTracker.start()) {
            asksFrom(tracker, sessions.start("leecher", outgoing(ELSEWHERE)));
        }
    }

    @Test
    void isTheOneThatItListensOnIfTheSettingsHaveNone() throws Exception {
        try (SmallTracker tracker = SmallTracker.start()) {
            asksFrom(tracker, sessions.startAt(ELSEWHERE, "leecher", plugins));
        }
    }

    private void asksFrom(SmallTracker tracker, TestSession leecher) throws Exception {
        TestTorrent torrent = announcedTo(tracker.url());
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        try (SmallWebServer web = SmallWebServer.start(torrent, SmallWebServer.Manner.RIGHT)) {
            await(leecher.download(torrent.withWebSeeds(web.url()), seeder.address())
                    .whenFinished());
            leecher.alerts().await(TrackerAnnounced.class);

            assertThat(tracker.askers()).containsExactly(ELSEWHERE);
            assertThat(web.askers()).containsExactly(ELSEWHERE);
            assertThat(seeder.alerts().await(PeerConnected.class).peer().host()).isEqualTo(ELSEWHERE);
        }
    }

    @Test
    void isForUdpTheOneThatItListensOn() throws Exception {
        try (SmallUdpTracker tracker = SmallUdpTracker.start()) {
            TestSession seeder = sessions.startAt(ELSEWHERE, "seeder", plugins);
            seeder.seed(announcedTo(tracker.url()));
            seeder.alerts().await(TrackerAnnounced.class);

            assertThat(tracker.askers()).containsExactly(ELSEWHERE);
        }
    }

    @Test
    void isMissingForAFamilyThatTheSettingsLeaveOutWhichIsThenNotConnectedTo() throws Exception {
        try (SmallTracker tracker = SmallTracker.start()) {
            TestTorrent torrent = announcedTo(tracker.url());
            TestSession seeder = sessions.start("seeder");
            seeder.seed(torrent);
            TestSession leecher = sessions.start("leecher", outgoing("::1"));
            leecher.download(torrent, seeder.address());

            String expected = "spate.network.outgoing-address has none of the family of 127.0.0.1";
            assertThat(leecher.alerts().await(PeerConnectFailed.class).reason()).contains(expected);
            assertThat(leecher.alerts().await(TrackerFailed.class).reason()).contains(expected);
            assertThat(tracker.askers()).isEmpty();
        }
    }
}
