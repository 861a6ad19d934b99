package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.IncomingRefused;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.kernel.SessionBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with plugins, which are jars in a folder: one of Spate's, and one of a third party's. */
class PluginSwarmTest extends SwarmTest {
    private SmallTracker tracker;
    private TestTorrent torrent;
    private UnaryOperator<SessionBuilder> plugins;

    @BeforeEach
    void startTheTracker() throws Exception {
        tracker = SmallTracker.start();
        torrent = TestTorrent.announcedTo(tracker.url(), "file.bin", 3 * MIB + 5, 64 * KIB, 21);
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/tracker", "examples/plugin");
        plugins = builder -> builder.plugins(jars);
    }

    @AfterEach
    void stopTheTracker() {
        tracker.close();
    }

    @Test
    void loadsWhatIsInTheFolder() throws Exception {
        TestSession session = sessions.start("session", plugins);

        assertThat(session.session().plugins())
                .extracting(PluginStatus::id)
                .containsExactlyInAnyOrder("tracker", "block-list");
        assertThat(session.session().plugins()).allSatisfy(plugin -> {
            assertThat(plugin.problem()).isEmpty();
            assertThat(plugin.state()).isEqualTo(PluginStatus.State.STARTED);
            assertThat(plugin.contributions()).isNotEmpty();
        });
    }

    @Test
    void findsItsPeersByTheTracker() throws Exception {
        TestSession seeder = sessions.start("seeder", plugins);
        seeder.seed(torrent);
        seeder.alerts().await(TrackerAnnounced.class);
        List<TestSession> leechers = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestSession leecher = sessions.start("leecher-" + i, plugins);
            leechers.add(leecher);
            downloads.add(leecher.download(torrent));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        for (TestSession leecher : leechers) {
            torrent.checkIn(leecher.data());
            assertThat(leecher.alerts().all(PeerConnected.class))
                    .extracting(PeerConnected::source)
                    .contains("tracker");
        }
        sessions.close();
        assertThat(tracker.queries())
                .filteredOn(query -> query.contains("event=completed"))
                .hasSize(3);
        assertThat(tracker.queries())
                .filteredOn(query -> query.contains("event=stopped"))
                .hasSize(4);
    }

    @Test
    void refusesWhomAThirdPartysPluginRefuses() throws Exception {
        TestSession unwanted = sessions.startAt(ELSEWHERE, "unwanted", plugins);
        unwanted.seed(torrent);
        TestSession welcome = sessions.start("welcome", plugins);
        welcome.seed(torrent);
        TestSession leecher = sessions.start("leecher", builder -> plugins.apply(builder)
                .set("spate.plugins.block-list.ranges", "[\"" + ELSEWHERE + "\", \"2001:db8::/32\"]"));

        TorrentHandle download = leecher.download(torrent, unwanted.address(), welcome.address());
        await(download.whenFinished());

        assertThat(leecher.alerts().await(PeerConnectFailed.class).peer()).isEqualTo(unwanted.address());
        assertThat(leecher.alerts().await(PeerConnectFailed.class).reason())
                .isEqualTo("block list: " + ELSEWHERE + "/32");
        assertThat(leecher.alerts().all(PeerConnected.class))
                .extracting(PeerConnected::peer)
                .doesNotContain(unwanted.address());
        try (FakePeer peer = FakePeer.connect(leecher, ELSEWHERE)) {
            peer.readToEnd();
            assertThat(leecher.alerts().await(IncomingRefused.class).peer()).isEqualTo(peer.address());
        }
        torrent.checkIn(leecher.data());
    }
}
