package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.PeerConnected;
import io.spate.api.session.TorrentHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten torrents with ten peers each in one session: five peers that have all, and five that download as we do. */
class TenTorrentsTest extends SwarmTest {
    private static final int TORRENTS = 10;
    private static final int SEEDERS = 5;
    private static final int LEECHERS = 5;

    private final List<TestTorrent> torrents = new ArrayList<>();

    @BeforeEach
    void makeTorrents() {
        for (int i = 0; i < TORRENTS; i++) {
            // All kinds of lengths: whole pieces, short last pieces, pieces of many blocks and of less than one.
            torrents.add(TestTorrent.of("file-" + i, 1_000_000 + i * 77_777, 8 * 1024 << i % 6, i));
        }
    }

    @Test
    void downloadsThemAllFromAllPeersAndServesThemToOthers() throws Exception {
        List<PeerAddress> seeders = new ArrayList<>();
        for (int i = 0; i < SEEDERS; i++) {
            seeders.add(seeder("seeder-" + i).address());
        }
        List<TestSession> leechers = new ArrayList<>();
        List<TorrentHandle> downloads = new ArrayList<>();
        for (int i = 0; i < LEECHERS; i++) {
            TestSession leecher = sessions.start("leecher-" + i);
            leechers.add(leecher);
            // No seeders for them: what they get, they get from us and from each other.
            downloads.addAll(downloads(leecher));
        }
        for (TorrentHandle download : downloads) {
            await(download.whenChecked());
        }

        TestSession tested = sessions.start("tested");
        PeerAddress[] peers = Stream.concat(seeders.stream(), leechers.stream().map(TestSession::address))
                .toArray(PeerAddress[]::new);
        downloads.addAll(downloads(tested, peers));
        for (TorrentHandle download : downloads) {
            await(download.whenFinished());
        }

        leechers.add(tested);
        for (TestTorrent torrent : torrents) {
            InfoHash hash = torrent.metainfo().infoHashes().best();
            assertThat(tested.alerts().all(PeerConnected.class).stream()
                            .filter(connected -> connected.infoHash().equals(hash))
                            .map(PeerConnected::peerId)
                            .distinct())
                    .as("peers of %s", torrent.metainfo().name())
                    .hasSize(SEEDERS + LEECHERS);
            for (TestSession downloader : leechers) {
                torrent.checkIn(downloader.data());
            }
        }
    }

    /** All seeders serve the same files. */
    private TestSession seeder(String name) throws Exception {
        TestSession seeder = sessions.start(name);
        TestSession shared = new TestSession(seeder.session(), sessions.data("seeders"), seeder.alerts());
        for (TestTorrent torrent : torrents) {
            shared.seed(torrent);
        }
        return shared;
    }

    private List<TorrentHandle> downloads(TestSession session, PeerAddress... peers) throws Exception {
        List<TorrentHandle> downloads = new ArrayList<>();
        for (TestTorrent torrent : torrents) {
            downloads.add(session.download(torrent, peers));
        }
        return downloads;
    }
}
