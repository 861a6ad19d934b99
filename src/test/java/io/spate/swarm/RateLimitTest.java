package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.TorrentFinished;
import io.spate.api.session.TorrentHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That limits hold on a real clock. How exactly they hold, and how they are shared, is tested in virtual time. */
class RateLimitTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", 3 * MIB, 64 * KIB, 20);

    /** Three seconds, but for a burst, and for the last bytes, which nobody waits for. */
    private static final Duration AT_LEAST = Duration.ofMillis(2300);

    @Test
    void downloadsNoFasterThanItMay() throws Exception {
        TestSession seeder = sessions.start("seeder");
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher", builder -> builder.set("spate.limits.download", "1 MiB"));
        assertThat(timeToDownload(leecher, seeder)).isGreaterThan(AT_LEAST);
    }

    @Test
    void uploadsNoFasterThanItMay() throws Exception {
        TestSession seeder = sessions.start("seeder", builder -> builder.set("spate.limits.upload", "1 MiB"));
        seeder.seed(torrent);
        TestSession leecher = sessions.start("leecher");
        assertThat(timeToDownload(leecher, seeder)).isGreaterThan(AT_LEAST);
    }

    private Duration timeToDownload(TestSession leecher, TestSession seeder) throws Exception {
        TorrentHandle download = leecher.download(torrent, seeder.address());
        await(download.whenFinished());
        torrent.checkIn(leecher.data());
        return Duration.between(
                leecher.alerts().await(PeerConnected.class).at(),
                leecher.alerts().await(TorrentFinished.class).at());
    }
}
