package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PeerAddress;
import io.spate.api.alert.MetadataFailed;
import io.spate.api.alert.MetadataReceived;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.alert.TorrentStateChanged;
import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentView;
import io.spate.kernel.SessionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Torrents that begin with a magnet link; their metadata comes by a plugin that is a jar in a folder. */
class MagnetTest extends SwarmTest {
    /** Its info dictionary has five pieces of 16 KiB. */
    private final TestTorrent torrent = TestTorrent.of("file.bin", 4 * MIB, KIB, 31);

    private UnaryOperator<SessionBuilder> plugins;

    @BeforeEach
    void packThePlugin() throws IOException {
        Path jars = PluginJars.in(directory.resolve("plugins"), "plugins/metadata");
        plugins = builder -> builder.plugins(jars);
    }

    @Test
    void downloadsFromOneKnownPeerOnOneConnection() throws Exception {
        TestSession seeder = seeder();
        TestSession leecher = sessions.start("leecher", plugins);

        TorrentHandle download = leecher.add(link(leecher, seeder.address()));
        assertThat(download.metainfo()).isEmpty();
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(download.metainfo()).contains(torrent.metainfo());
        assertThat(leecher.alerts().all(MetadataReceived.class))
                .extracting(MetadataReceived::torrentName)
                .containsExactly("file.bin");
        assertThat(leecher.alerts().all(PeerConnected.class)).hasSize(1);
    }

    @Test
    void downloadsFromAPeerThatBeganWithTheLinkItself() throws Exception {
        TestSession seeder = seeder();
        TestSession first = sessions.start("first", plugins);
        await(first.add(link(first, seeder.address())).whenFinished());
        TestSession second = sessions.start("second", plugins);

        await(second.add(link(second, first.address())).whenFinished());

        torrent.checkIn(second.data());
    }

    @Test
    void findsOutWhoForgedMetadataAndTakesItFromAnother() throws Exception {
        ForgedMetadata forged = new ForgedMetadata();
        TestSession liar = sessions.startAt(ELSEWHERE, "liar", builder -> builder.extension(forged));
        liar.seed(torrent);
        TestSession leecher = sessions.start("leecher", plugins);
        TorrentHandle download = leecher.add(link(leecher, liar.address()));
        leecher.alerts().await(MetadataFailed.class);
        leecher.alerts()
                .await(
                        PeerDisconnected.class,
                        left -> left.peer().equals(liar.address())
                                && left.reason().equals("sent metadata that does not match the info-hash"));
        int pieces = forged.sent.get();

        TestSession seeder = seeder();
        await(download.connect(seeder.address()));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(forged.sent).hasValue(pieces);
    }

    @Test
    void findsTheForgerAmongSeveralThatSentPieces() throws Exception {
        ForgedMetadata forged = new ForgedMetadata();
        TestSession liar = sessions.startAt(ELSEWHERE, "liar", builder -> builder.extension(forged));
        liar.seed(torrent);
        TestSession seeder = seeder();
        TestSession leecher = sessions.start("leecher", plugins);

        await(leecher.add(link(leecher, liar.address(), seeder.address())).whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerDisconnected.class))
                .filteredOn(left -> left.reason().startsWith("sent metadata"))
                .allSatisfy(left -> assertThat(left.peer()).isEqualTo(liar.address()));
    }

    @Test
    void fetchesMetadataOnceThoughItIsStartedAgain() throws Exception {
        TestSession seeder = seeder();
        TestSession before = sessions.start("leecher", plugins);
        before.add(link(before, seeder.address()));
        before.alerts().await(MetadataReceived.class);
        before.stop();

        TestSession after = sessions.start("leecher"); // without the plugin
        await(after.add(link(after, seeder.address())).whenFinished());

        torrent.checkIn(after.data());
    }

    @Test
    void goesOnFetchingAfterAStopInTheMiddle() throws Exception {
        TestSession before = sessions.start("leecher", plugins);
        before.add(link(before));
        before.alerts().await(TorrentStateChanged.class, changed -> changed.to() == TorrentState.FETCHING_METADATA);
        before.stop();

        TestSession after = sessions.start("leecher", plugins);
        TorrentHandle download = after.add(link(after));
        await(download.connect(seeder().address()));
        await(download.whenFinished());

        torrent.checkIn(after.data());
    }

    @Test
    void fetchesOnlyTheFilesThatTheLinkSelects() throws Exception {
        TestTorrent folder = TestTorrent.folder("folder", 16 * KIB, 7)
                .file("a", 64 * KIB)
                .file("b", 64 * KIB)
                .file("c", 64 * KIB)
                .torrent();
        TestSession seeder = sessions.start("seeder", plugins);
        seeder.seed(folder);
        TestSession leecher = sessions.start("leecher", plugins);
        MagnetLink link = new MagnetLink(
                folder.metainfo().infoHashes(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(seeder.address()),
                List.of(),
                List.of(1));

        TorrentHandle download = leecher.add(AddTorrent.of(link, leecher.data()));
        await(download.whenFinished());

        assertThat(leecher.data().resolve("folder/b")).hasSize(64 * KIB);
        assertThat(leecher.data().resolve("folder/a")).doesNotExist();
        assertThat(download.status().wanted()).isEqualTo(64 * KIB);
    }

    @Test
    void fetchesFromPeersThatWereConnectedBeforeThePluginStarted() throws Exception {
        TestSession leecher =
                sessions.start("leecher", builder -> plugins.apply(builder).extension(new SilentSource()));
        await(leecher.session().stopPlugin("metadata"));
        TorrentHandle download = leecher.add(link(leecher, seeder().address()));
        leecher.alerts().await(PeerConnected.class);

        await(leecher.session().startPlugin("metadata"));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
        assertThat(leecher.alerts().all(PeerConnected.class)).hasSize(1);
    }

    @Test
    void downloadsOnWhenThePluginIsStopped() throws Exception {
        TestSession leecher = sessions.start("leecher", plugins);
        TorrentHandle download = leecher.add(link(leecher, seeder().address()));
        leecher.alerts().await(MetadataReceived.class);

        await(leecher.session().stopPlugin("metadata"));
        await(download.whenFinished());

        torrent.checkIn(leecher.data());
    }

    @Test
    void saysWhatIsMissingWhenNoPluginFetchesMetadata() throws Exception {
        TestSession leecher = sessions.start("leecher");

        TorrentHandle download = leecher.add(link(leecher));

        assertThatThrownBy(() -> await(download.whenFinished()))
                .hasRootCauseMessage("a magnet link needs a plugin that fetches the metadata, and none is loaded");
    }

    private TestSession seeder() throws Exception {
        TestSession seeder = sessions.start("seeder", plugins);
        seeder.seed(torrent);
        return seeder;
    }

    /** Would fetch, and never does. */
    private static final class SilentSource implements MetadataSource {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public Optional<MetadataFetch> open(TorrentView of, MetadataSink sink) {
            return Optional.of(() -> {});
        }
    }

    private AddTorrent link(TestSession session, PeerAddress... peers) {
        return AddTorrent.of(MagnetLink.of(torrent.metainfo().infoHashes()), session.data())
                .withPeers(List.of(peers));
    }
}
