package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PeerAddress;
import io.spate.api.alert.IncomingRefused;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.alert.PluginStopped;
import io.spate.api.encryption.EncryptionAgreed;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with the plugin encryption as a jar, and without it, in one swarm. */
class EncryptedSwarmTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", 3 * MIB + 5, 64 * KIB, 31);
    private Path jars;

    @BeforeEach
    void packThePlugin() throws Exception {
        jars = PluginJars.in(directory.resolve("plugins"), "plugins/encryption");
    }

    @Test
    void encryptsEveryByteWhereItIsForced() throws Exception {
        TestSession seeder = start("seeder", "forced");
        seeder.seed(torrent);
        TestSession leecher = start("leecher", "forced");
        await(leecher.download(torrent, seeder.address()).whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().await(EncryptionAgreed.class).payload()).isEqualTo("rc4");
        assertThat(seeder.alerts().await(EncryptionAgreed.class).incoming()).isTrue();
    }

    @Test
    void refusesPlainPeersWhereItIsForced() throws Exception {
        TestSession forced = start("forced", "forced");
        forced.seed(torrent);
        TestSession plain = sessions.start("plain");
        plain.download(torrent, forced.address());

        assertThat(forced.alerts().await(IncomingRefused.class).reason())
                .isEqualTo("it is not encrypted, and encryption is forced");
        plain.alerts().await(PeerConnectFailed.class);
        assertThat(forced.alerts().all(PeerConnected.class)).isEmpty();
    }

    @Test
    void dialsNobodyPlainWhereItIsForced() throws Exception {
        TestSession plain = sessions.start("plain");
        plain.seed(torrent);
        TestSession forced = start("forced", "forced");
        forced.download(torrent, plain.address());

        assertThat(plain.alerts().await(IncomingRefused.class).reason()).startsWith("handshake byte 0:");
        assertThat(forced.alerts().await(PeerConnectFailed.class).peer()).isEqualTo(plain.address());
        assertThat(plain.alerts().all(PeerConnected.class)).isEmpty();
    }

    @Test
    void fallsBackToTheOtherWayAtOnce() throws Exception {
        TestSession plain = sessions.start("plain");
        plain.seed(torrent);
        TestSession forced = start("forced", "forced");
        forced.seed(torrent);
        TestSession preferred = start("preferred", "preferred");
        await(preferred.download(torrent, plain.address()).whenFinished());
        TestSession allowed = start("allowed", "allowed");
        await(allowed.download(torrent, forced.address()).whenFinished());

        torrent.checkIn(preferred.data());
        torrent.checkIn(allowed.data());
        assertThat(preferred.alerts().all(PeerConnectFailed.class)).isEmpty();
        assertThat(allowed.alerts().all(PeerConnectFailed.class)).isEmpty();
    }

    /** Who must encrypt and who cannot meet only in those who do both. */
    @Test
    void bringsEveryByteToEveryKindOfPeer() throws Exception {
        Map<String, TestSession> swarm = new LinkedHashMap<>();
        for (String kind : List.of("forced", "preferred", "allowed", "disabled")) {
            swarm.put(kind, start(kind, kind));
        }
        swarm.put("none", sessions.start("none"));
        swarm.put("mixed", sessions.start("mixed", builder -> builder.plugins(jars)
                .set("spate.plugins.encryption.incoming", "forced")
                .set("spate.plugins.encryption.outgoing", "disabled")));
        TestSession seeder = start("seeder", "preferred");
        seeder.seed(torrent);
        PeerAddress[] known = swarm.values().stream().map(TestSession::address).toArray(PeerAddress[]::new);
        List<TorrentHandle> downloads = new ArrayList<>();
        for (TestSession session : swarm.values()) {
            downloads.add(session.download(torrent, known));
        }
        swarm.get("preferred").session().torrents().get(0).connect(seeder.address());
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        for (TestSession session : swarm.values()) {
            torrent.checkIn(session.data());
        }
        assertThat(swarm.get("forced").alerts().all(EncryptionAgreed.class))
                .isNotEmpty()
                .allSatisfy(agreed -> assertThat(agreed.payload()).isEqualTo("rc4"));
        assertThat(swarm.get("disabled").alerts().all(EncryptionAgreed.class)).isEmpty();
    }

    @Test
    void goesOnPlainWhenThePluginStopsDuringATransfer() throws Exception {
        TestSession seeder = start("seeder", "preferred");
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", builder -> builder.plugins(jars)
                .set("spate.plugins.encryption.payload", "rc4")
                .set("spate.limits.download", "1 MiB"));
        TorrentHandle download = leecher.download(torrent, seeder.address());
        leecher.alerts().await(EncryptionAgreed.class);
        leecher.alerts().await(PeerConnected.class);

        await(leecher.session().stopPlugin("encryption"));
        leecher.alerts().await(PluginStopped.class);
        assertThat(leecher.alerts().await(PeerDisconnected.class).reason()).isEqualTo("plugin encryption was stopped");
        leecher.alerts().await(PeerConnected.class, 2, any -> true);
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(EncryptionAgreed.class)).hasSize(1);
    }

    /** Half-open handshakes of strangers cost a bounded time each, and keep nobody out. */
    @Test
    void letsPeersInDuringAFloodOfHalfHandshakes() throws Exception {
        TestSession seeder = sessions.start("seeder", builder -> builder.plugins(jars)
                .set("spate.plugins.encryption.policy", "forced")
                .set("spate.peers.handshake-timeout", "2s"));
        seeder.seed(torrent);
        List<Socket> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket =
                        new Socket(InetAddress.getByName(HERE), seeder.address().port());
                byte[] key = new byte[96 + i % 200];
                key[i % 90] = (byte) (1 + i % 100);
                socket.getOutputStream().write(key);
                flood.add(socket);
            }
            TestSession leecher = start("leecher", "forced");
            await(leecher.download(torrent, seeder.address()).whenFinished());
            torrent.checkIn(leecher.data());
            seeder.alerts().await(IncomingRefused.class, 300, any -> true);
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void connectsToNobodyWhileItIsForcedAndThePluginIsStopped() throws Exception {
        TestSession plain = sessions.start("plain");
        plain.seed(torrent);
        TestSession forced = start("forced", "forced");
        await(forced.session().stopPlugin("encryption"));
        forced.download(torrent, plain.address());
        forced.seed(TestTorrent.of("other.bin", 100_000, 16 * KIB, 32));
        plain.download(TestTorrent.of("other.bin", 100_000, 16 * KIB, 32), forced.address());

        assertThat(forced.alerts().await(IncomingRefused.class).reason())
                .startsWith("plugin encryption does not run, and spate.plugins.encryption.policy is forced");

        await(forced.session().startPlugin("encryption"));
        TestSession other = start("other", "preferred");
        other.seed(torrent);
        forced.session().torrents().get(0).connect(other.address());
        assertThat(forced.alerts().await(EncryptionAgreed.class).payload()).isEqualTo("rc4");
        assertThat(plain.alerts().all(PeerConnected.class)).isEmpty();
        assertThat(forced.alerts().all(PeerConnectFailed.class))
                .extracting(PeerConnectFailed::reason)
                .noneMatch(reason -> reason.contains("does not run"));
    }

    @Test
    void doesNotStartWithoutThePluginWhereItIsForced() {
        assertThatThrownBy(() ->
                        sessions.start("without", builder -> builder.set("spate.plugins.encryption.policy", "forced")))
                .hasMessageContaining("spate.plugins.encryption.policy is forced")
                .hasMessageEndingWith(", but plugin encryption is not there");
    }

    @Test
    void takesOtherSettingsForNothingWithoutThePlugin() throws Exception {
        TestSession without =
                sessions.start("without", builder -> builder.set("spate.plugins.encryption.policy", "preferred"));
        assertThat(without.session().plugins()).extracting(PluginStatus::id).doesNotContain("encryption");
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        await(without.download(torrent, seeder.address()).whenFinished());
        torrent.checkIn(without.data());
    }

    private TestSession start(String name, String policy) throws Exception {
        return sessions.start(name, builder -> builder.plugins(jars).set("spate.plugins.encryption.policy", policy));
    }
}
