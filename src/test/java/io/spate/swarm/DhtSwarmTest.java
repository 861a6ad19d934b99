package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnected;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.Dht;
import io.spate.api.dht.DhtAnnounced;
import io.spate.api.dht.DhtBootstrapped;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that find each other by the DHT alone: no tracker, one known node. The plugin is a jar. */
class DhtSwarmTest extends SwarmTest {
    private Path jars;
    private TestTorrent torrent;

    @BeforeEach
    void packThePlugin() throws Exception {
        jars = PluginJars.in(directory.resolve("plugins"), "plugins/dht");
        torrent = TestTorrent.of("file.bin", 2 * MIB + 7, 64 * KIB, 31);
    }

    @Test
    void downloadsFromASwarmThatTheDhtAloneKnows() throws Exception {
        TestSession entrance = sessions.start("entrance", alone());
        TestSession seeder = sessions.start("seeder", knowing(entrance));
        seeder.seed(torrent);
        seeder.alerts().await(DhtAnnounced.class);
        TestSession leecher = sessions.start("leecher", knowing(entrance));
        TorrentHandle download = leecher.download(torrent);
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerConnected.class))
                .extracting(PeerConnected::source)
                .contains("dht");
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

    private UnaryOperator<SessionBuilder> alone() {
        return builder -> builder.plugins(jars).set("spate.plugins.dht.routers", "[]");
    }

    private UnaryOperator<SessionBuilder> knowing(TestSession entrance) {
        String node = "127.0.0.1:" + entrance.address().port();
        return builder -> alone().apply(builder).set("spate.plugins.dht.bootstrap", "[\"" + node + "\"]");
    }
}
