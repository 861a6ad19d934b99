package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.metainfo.MagnetLink;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TorrentProgressTest {
    private final FakeTorrentHandle magnet = new FakeTorrentHandle(
            AddTorrent.of(MagnetLink.of(SomeTorrent.named("magnet").infoHashes()), Path.of("data")));

    @Test
    void tellsHowManyPeersThereAreWhileItFetchesMetadata() {
        magnet.withoutMetadata(TorrentState.FETCHING_METADATA, 2);
        assertThat(line("timed out", magnet)).isEqualTo("a magnet link: fetching metadata, 2 peers");

        magnet.withoutMetadata(TorrentState.FETCHING_METADATA, 0);
        assertThat(line("timed out", magnet)).isEqualTo("a magnet link: fetching metadata, 0 peers, timed out");
    }

    @Test
    void countsNoBytesOfWhatItDoesNotKnow() {
        magnet.withoutMetadata(TorrentState.STARTING, 0);

        assertThat(TorrentProgress.of(List.of(magnet), Optional.empty()).total())
                .isZero();
    }

    private static String line(String trouble, TorrentHandle torrent) {
        return ProgressLine.plain(TorrentProgress.of(List.of(torrent), Optional.of(trouble)));
    }
}
