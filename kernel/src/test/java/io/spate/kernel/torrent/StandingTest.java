package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.metainfo.MagnetReader;
import io.spate.kernel.resume.Transferred;
import io.spate.testkit.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Transferred BEFORE = new Transferred(1000, 300);
    private static final MagnetLink LINK =
            MagnetReader.read("magnet:?xt=urn:btih:0123456789012345678901234567890123456789");

    private final AddTorrent added = AddTorrent.of(LINK, Path.of("folder"));
    private final List<AddTorrent> kept = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();

    @Test
    void hasATorrentRememberedThatIsNew() {
        Standing standing = new Standing(added, memory(false), time.loop());

        standing.keep(BEFORE);
        standing.keep(BEFORE);

        assertThat(kept).containsExactly(added);
    }

    @Test
    void writesNothingOfATorrentThatIsRestoredAndStaysAsItWas() {
        Standing standing = new Standing(added, memory(true), time.loop());

        standing.keep(BEFORE);

        assertThat(kept).isEmpty();
    }

    @Test
    void hasARestoredTorrentRememberedWhenTheUserWantsAnotherThingOrBytesWentThrough() {
        Standing standing = new Standing(added, memory(true), time.loop());

        standing.addPeer(PeerAddress.parse("192.0.2.1:6881").orElseThrow());
        standing.keep(BEFORE);
        standing.keep(new Transferred(1001, 300));

        assertThat(kept).hasSize(2).allSatisfy(each -> assertThat(each.peers()).hasSize(1));
    }

    @Test
    void hasWhatWentThroughRememberedOnceAMinute() {
        Standing standing = new Standing(added, memory(true), time.loop());

        for (int second = 1; second <= 150; second++) {
            time.advance(Duration.ofSeconds(1));
            standing.tick(new Transferred(1000 + second, 300));
        }

        assertThat(kept).hasSize(2);
    }

    private TorrentMemory memory(boolean isKept) {
        return new TorrentMemory() {
            @Override
            public Transferred before() {
                return BEFORE;
            }

            @Override
            public boolean isKept() {
                return isKept;
            }

            @Override
            public void keep(AddTorrent now, Transferred total) {
                kept.add(now);
            }
        };
    }
}
