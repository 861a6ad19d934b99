package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnected;
import io.spate.api.pex.PeersExchanged;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that know one peer, and find the others by peer exchange alone. */
class PexSwarmTest extends SwarmTest {
    private TestTorrent torrent;
    private UnaryOperator<SessionBuilder> plugins;

    @BeforeEach
    void packThePlugin() throws Exception {
        torrent = TestTorrent.of("file.bin", 2 * MIB + 5, 64 * KIB, 31);
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/pex");
        plugins = builder -> builder.plugins(jars);
    }

    @Test
    void findsTheRestOfASwarmFromOnePeerThatHasNothing() throws Exception {
        UnaryOperator<SessionBuilder> together = // though neither hub nor seeder wants data
                builder -> plugins.apply(builder).set("spate.peers.close-redundant", "false");
        TestSession hub = sessions.start("hub", together);
        hub.serve(torrent.metainfo());
        TestSession seeder = sessions.start("seeder", together);
        await(seeder.seed(torrent).connect(hub.address()));
        hub.alerts().await(PeerConnected.class);
        List<TestSession> leechers = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestSession leecher = sessions.start("leecher-" + i, plugins);
            leechers.add(leecher);
            downloads.add(leecher.download(torrent, hub.address()));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        for (TestSession leecher : leechers) {
            torrent.checkIn(leecher.data());
        }
        // The seeder heard of them, or they of the seeder: whoever was told first.
        assertThat(Stream.concat(Stream.of(seeder), leechers.stream())
                        .flatMap(session -> session.alerts().all(PeerConnected.class).stream()))
                .extracting(PeerConnected::source)
                .contains("pex");
    }

    @Test
    void goesOnWhenThePluginIsStoppedInTheMiddle() throws Exception {
        TestSession seeder =
                sessions.start("seeder", builder -> plugins.apply(builder).set("spate.limits.upload", "1m"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", plugins);
        TorrentHandle download = leecher.download(torrent, seeder.address());
        leecher.alerts().await(PeerConnected.class);

        await(leecher.session().stopPlugin("pex"));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.session().plugins())
                .extracting(PluginStatus::state)
                .containsExactly(PluginStatus.State.STOPPED);
        assertThat(leecher.alerts().all(PeerConnected.class)).hasSize(1);
    }

    @Test
    void tellsNothingOfAPrivateTorrent() throws Exception {
        TestTorrent secret = TestTorrent.of("secret.bin", 2 * MIB, 64 * KIB, 32, true);
        TestSession hub =
                sessions.start("hub", builder -> plugins.apply(builder).set("spate.limits.upload", "500k"));
        hub.seed(secret);
        List<TestSession> leechers = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            TestSession leecher = sessions.start("leecher-" + i, plugins);
            leechers.add(leecher);
            downloads.add(leecher.download(secret, hub.address()));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        for (TestSession leecher : leechers) {
            assertThat(leecher.alerts().all(PeerConnected.class))
                    .extracting(PeerConnected::peer)
                    .isSubsetOf(List.of(hub.address()));
            assertThat(leecher.alerts().all(PeersExchanged.class)).isEmpty();
        }
    }
}
