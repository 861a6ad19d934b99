package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.Listening;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.alert.PieceVerified;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions whose peers are reached over uTP: the plugin as a jar, and real sockets. */
class UtpSwarmTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", 20 * MIB + 5, 256 * KIB, 22);
    private Path jars;

    @BeforeEach
    void packThePlugin() throws Exception {
        jars = PluginJars.in(directory.resolve("plugins"), "plugins/utp");
    }

    @Test
    void everyByteArrivesOverUtpAlone() throws Exception {
        TestSession seeder = sessions.start("seeder", transports("[utp]"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", transports("[utp]"));

        TorrentHandle download = leecher.download(torrent, seeder.address());
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerConnected.class))
                .extracting(PeerConnected::transport)
                .containsOnly("utp");
    }

    @Test
    void bothTransportsListenAtTheSamePort() throws Exception {
        TestSession session = sessions.start("session", transports("[tcp, utp]"));

        assertThat(session.alerts().all(Listening.class))
                .extracting(Listening::transport)
                .containsExactly("tcp", "utp");
        assertThat(session.alerts().all(Listening.class))
                .extracting(Listening::address)
                .containsOnly(session.address().toString());
    }

    @Test
    void whomOneTransportDoesNotReachTheOtherDoes() throws Exception {
        TestSession seeder = sessions.start("seeder", transports("[tcp]"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", builder -> transports("[utp, tcp]")
                .apply(builder)
                .set("spate.plugins.utp.connect-timeout", "200 milliseconds"));

        TorrentHandle download = leecher.download(torrent, seeder.address());
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().await(PeerConnected.class).transport()).isEqualTo("tcp");
    }

    @Test
    void aPeerKnownUnderBothTransportsIsOnePeer() throws Exception {
        TestSession first = sessions.start("first", transports("[tcp, utp]"));
        first.seed(torrent);
        TestSession second = sessions.start("second", transports("[utp, tcp]"));

        TorrentHandle download = second.download(torrent, first.address(), first.address());
        await(download.whenFinished());

        torrent.checkIn(second.data());
        assertThat(second.alerts().all(PeerConnected.class)).hasSize(1);
    }

    @Test
    void aTransferGoesOnOverTcpWhenThePluginIsStopped() throws Exception {
        TestSession seeder = sessions.start(
                "seeder", builder -> transports("[utp, tcp]").apply(builder).set("spate.limits.upload", "4 MiB"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", transports("[utp, tcp]"));
        TorrentHandle download = leecher.download(torrent, seeder.address());
        leecher.alerts().await(PieceVerified.class);

        assertThat(leecher.session().transports()).containsExactly("utp", "tcp");
        await(leecher.session().stopPlugin("utp"));
        assertThat(leecher.session().transports()).containsExactly("tcp");
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerConnected.class))
                .extracting(PeerConnected::transport)
                .startsWith("utp")
                .endsWith("tcp");
        assertThat(seeder.alerts().await(PeerDisconnected.class).reason()).isEqualTo("connection reset by peer");
    }

    private UnaryOperator<SessionBuilder> transports(String names) {
        return builder -> builder.plugins(jars).set("spate.transports", names);
    }
}
