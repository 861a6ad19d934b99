package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static io.spate.swarm.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spate.api.alert.PieceFailed;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentFinished;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.webseed.WebSeedFailed;
import io.spate.api.webseed.WebSeedServes;
import io.spate.kernel.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plugin "webseed", as a jar, in whole sessions: web servers alone, beside peers, and beside each other. */
class WebSeedPluginTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", 5 * MIB + 5, 64 * KIB, 19);
    private final List<SmallWebServer> servers = new ArrayList<>();
    private UnaryOperator<SessionBuilder> plugin;

    @BeforeEach
    void packThePlugin() throws IOException {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/webseed");
        plugin = builder -> builder.plugins(jars);
    }

    @AfterEach
    void stopTheServers() {
        servers.forEach(SmallWebServer::close);
    }

    private SmallWebServer server(SmallWebServer.Manner manner) throws IOException {
        SmallWebServer server = SmallWebServer.start(torrent, manner);
        servers.add(server);
        return server;
    }

    @Test
    void downloadsFromAWebServerAlone() throws Exception {
        TestTorrent seeded =
                torrent.withWebSeeds(server(SmallWebServer.Manner.RIGHT).url());
        TestSession leecher = sessions.start("leecher", plugin);
        TorrentHandle download = leecher.download(seeded);
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(WebSeedServes.class)).hasSize(1);
        assertThat(leecher.alerts().all(WebSeedFailed.class)).isEmpty();
        assertThat(download.status().downloaded()).isEqualTo(torrent.content().length);
        assertThat(download.status().wasted()).isZero();
    }

    @Test
    void dividesTheWorkAmongServersAndPeers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        SmallWebServer one = server(SmallWebServer.Manner.holdingAt(gate));
        SmallWebServer other = server(SmallWebServer.Manner.holdingAt(gate));
        TestSession seeder = sessions.start("seeder", builder -> builder.set("spate.limits.upload", "2 MiB"));
        TorrentHandle seeding = seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", plugin);
        TorrentHandle download = leecher.download(torrent.withWebSeeds(one.url(), other.url()), seeder.address());
        until(
                "a peer and both servers deliver",
                () -> seeding.status().uploaded() > 0
                        && !one.ranges().isEmpty()
                        && !other.ranges().isEmpty());
        gate.countDown();
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
    }

    @Test
    void givesUpAServerThatSendsBadDataAndDownloadsFromAnother() throws Exception {
        SmallWebServer liar = server(SmallWebServer.Manner.WRONG);
        SmallWebServer good = server(SmallWebServer.Manner.RIGHT);
        TestSession leecher = sessions.start(
                "leecher", builder -> plugin.apply(builder).set("spate.plugins.webseed.max-servers", "1"));
        TorrentHandle download = leecher.download(torrent.withWebSeeds(liar.url(), good.url()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(WebSeedFailed.class))
                .extracting(WebSeedFailed::url, WebSeedFailed::reason)
                .containsExactly(tuple(liar.url(), "sent bad data in piece 0"));
        assertThat(leecher.alerts().await(PieceFailed.class).message()).contains("127.0.0.1");
    }

    @Test
    void keepsToTheDownloadLimit() throws Exception {
        TestTorrent seeded =
                torrent.withWebSeeds(server(SmallWebServer.Manner.RIGHT).url());
        TestSession leecher =
                sessions.start("leecher", builder -> plugin.apply(builder).set("spate.limits.download", "2 MiB"));
        TorrentHandle download = leecher.download(seeded);
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(Duration.between(
                        leecher.alerts().await(WebSeedServes.class).at(),
                        leecher.alerts().await(TorrentFinished.class).at()))
                .isGreaterThan(Duration.ofMillis(1900));
    }

    @Test
    void goesOnByPeersWhenThePluginIsStoppedInTheMiddle() throws Exception {
        SmallWebServer web = server(SmallWebServer.Manner.holdingAt(new CountDownLatch(1)));
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", plugin);
        TorrentHandle download = leecher.download(torrent.withWebSeeds(web.url()));
        leecher.alerts().await(PieceVerified.class);
        await(leecher.session().stopPlugin("webseed"));
        assertThat(download.whenFinished().isComplete()).isFalse();
        await(download.connect(seeder.address()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(web.ranges())
                .hasSizeLessThanOrEqualTo(2); // it reads the next request when the one before is answered
        assertThat(leecher.session().plugins())
                .extracting(PluginStatus::state)
                .containsExactly(PluginStatus.State.STOPPED);
    }

    @Test
    void beginsInTheMiddleOfADownloadWhenThePluginIsStarted() throws Exception {
        TestTorrent seeded =
                torrent.withWebSeeds(server(SmallWebServer.Manner.RIGHT).url());
        TestSession leecher = sessions.start("leecher", plugin);
        await(leecher.session().stopPlugin("webseed"));
        TorrentHandle download = leecher.download(seeded);
        await(download.whenChecked());
        await(leecher.session().startPlugin("webseed"));
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
    }
}
