package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.HostAndPort;
import io.spate.api.SpateException;
import io.spate.api.alert.PeerConnected;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.Dht;
import io.spate.api.dht.DhtAnnounced;
import io.spate.api.dht.DhtBootstrapped;
import io.spate.api.dht.DhtPeersFound;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that find each other by the DHT alone: no tracker, one known node. The plugins are jars. */
class DhtSwarmTest extends SwarmTest {
    private Path jars;
    private TestTorrent torrent;

    @BeforeEach
    void packThePlugins() throws Exception {
        jars = PluginJars.in(directory.resolve("plugins"), "plugins/dht", "plugins/metadata");
        torrent = TestTorrent.of("file.bin", 2 * MIB + 7, 64 * KIB, 31);
    }

    @Test
    void downloadsFromASwarmThatTheDhtAloneKnows() throws Exception {
        TestSession entrance = sessions.start("entrance", alone());
        announcedSeeder(entrance);
        TestSession leecher = sessions.start("leecher", knowing(entrance));
        TorrentHandle download = leecher.download(torrent);
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerConnected.class))
                .extracting(PeerConnected::source)
                .contains("dht");
    }

    @Test
    void downloadsByAMagnetLinkThatNamesOneNode() throws Exception {
        TestSession entrance = sessions.start("entrance", alone());
        announcedSeeder(entrance);
        TestSession leecher = sessions.start("leecher", alone());
        TorrentHandle download = leecher.add(AddTorrent.of(link(entrance), leecher.data()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
    }

    @Test
    void learnsOfANodeFromAPeer() throws Exception {
        TestSession entrance = sessions.start("entrance", alone());
        TestSession seeder = announcedSeeder(entrance);
        TestSession leecher = sessions.start("leecher", alone());
        await(leecher.download(torrent, seeder.address()).whenFinished());

        leecher.alerts().await(DhtBootstrapped.class);
    }

    @Test
    void goesOnWhenThePluginIsStoppedInTheMiddle() throws Exception {
        TestSession entrance = sessions.start("entrance", alone());
        TestSession seeder = sessions.start(
                "seeder", builder -> knowing(entrance).apply(builder).set("spate.limits.upload", "1m"));
        seeder.seed(torrent);
        seeder.alerts().await(DhtAnnounced.class);
        TestSession leecher = sessions.start("leecher", knowing(entrance));
        Dht dht = leecher.session().service(Dht.class).orElseThrow();
        TorrentHandle download = leecher.download(torrent);
        leecher.alerts().await(PeerConnected.class);

        await(leecher.session().stopPlugin("dht"));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.session().service(Dht.class)).isEmpty();
        assertThat(dht.findPeers(torrent.metainfo().infoHashes().best()).cause())
                .isInstanceOf(SpateException.class);
        assertThat(leecher.session().plugins())
                .filteredOn(plugin -> plugin.id().equals("dht"))
                .extracting(PluginStatus::state)
                .containsExactly(PluginStatus.State.STOPPED);
    }

    @Test
    void saysNothingOfAPrivateTorrent() throws Exception {
        TestTorrent secret = TestTorrent.of("secret.bin", MIB, 64 * KIB, 32, true);
        TestSession entrance = sessions.start("entrance", alone());
        TestSession seeder = sessions.start("seeder", knowing(entrance));
        seeder.seed(secret);
        seeder.seed(torrent);
        seeder.alerts().await(DhtAnnounced.class);

        assertThat(seeder.alerts().all(DhtPeersFound.class))
                .extracting(DhtPeersFound::torrent)
                .containsOnly(Optional.of(torrent.metainfo().infoHashes().best()));
        Dht other = entrance.session().service(Dht.class).orElseThrow();
        assertThat(await(other.findPeers(secret.metainfo().infoHashes().best())))
                .isEmpty();
    }

    @Test
    void servesEmbeddersWhileThePluginRuns() throws Exception {
        TestSession one = sessions.start("one", alone());
        TestSession two = sessions.start("two", knowing(one));
        two.alerts().await(DhtBootstrapped.class);
        Dht dht = two.session().service(Dht.class).orElseThrow();
        ImmutableItem item = new ImmutableItem(BencodeValue.of("left by an embedder"));

        assertThat(await(dht.store(item)).nodes()).isPositive();
        Dht other = one.session().service(Dht.class).orElseThrow();
        assertThat(await(other.fetch(item.target()))).contains(item);
    }

    private TestSession announcedSeeder(TestSession entrance) throws Exception {
        TestSession seeder = sessions.start("seeder", knowing(entrance));
        seeder.seed(torrent);
        seeder.alerts().await(DhtAnnounced.class);
        return seeder;
    }

    private MagnetLink link(TestSession entrance) {
        return new MagnetLink(
                torrent.metainfo().infoHashes(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new HostAndPort(HERE, entrance.address().port())),
                List.of());
    }

    private UnaryOperator<SessionBuilder> alone() {
        return builder -> builder.plugins(jars).set("spate.plugins.dht.routers", "[]");
    }

    private UnaryOperator<SessionBuilder> knowing(TestSession entrance) {
        String node = HERE + ":" + entrance.address().port();
        return builder -> alone().apply(builder).set("spate.plugins.dht.bootstrap", "[\"" + node + "\"]");
    }
}
