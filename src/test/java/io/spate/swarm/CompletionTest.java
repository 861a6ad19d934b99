package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who search for peers hear of the end of a download: trackers count it (BEP 3). */
class CompletionTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.folder("folder", 64 * KIB, 12)
            .file("one.bin", 3 * 64 * KIB)
            .file("two.bin", 2 * 64 * KIB)
            .torrent();

    private final Completions completions = new Completions();
    private TestSession seeder;
    private TestSession leecher;

    @BeforeEach
    void start() throws Exception {
        seeder = sessions.start("seeder");
        seeder.seed(torrent);
        leecher = sessions.start("leecher", builder -> builder.extension(completions));
    }

    @Test
    void isToldOnceTheWholeTorrentIsThereNotWhatWasWanted() throws Exception {
        TorrentHandle download = leecher.add(
                leecher.adding(torrent).withPeers(List.of(seeder.address())).withFilePriorities(List.of(0, 4)));
        await(download.whenFinished());
        await(download.pieces()); // behind what the end of a download brings about
        assertThat(completions.left).isEmpty();

        await(download.prioritiseFiles(List.of(4, 4)));
        await(download.whenFinished());
        await(download.pause());

        assertThat(completions.left).containsExactly(0L);
    }

    @Test
    void isToldOnceThoughTheTorrentIsPausedAndGoesOn() throws Exception {
        TorrentHandle download = leecher.download(torrent, seeder.address());
        await(download.whenFinished());

        await(download.pause());
        await(download.resume());
        await(download.recheck());
        await(download.pause());

        assertThat(completions.left).containsExactly(0L);
    }

    @Test
    void isNotToldOfATorrentThatWasCompleteFromTheStart() throws Exception {
        torrent.writeTo(leecher.data());
        TorrentHandle download = leecher.download(torrent);
        await(download.whenFinished());

        await(download.pause());

        assertThat(completions.left).isEmpty();
    }

    /** A source that finds nobody, and remembers how much was missing when it was told of the completion. */
    private static final class Completions implements PeerSource {
        private final List<Long> left = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "completions";
        }

        @Override
        public boolean servesPrivateTorrents() {
            return true;
        }

        @Override
        public Optional<PeerSearch> open(TorrentView view, PeerSink sink) {
            return Optional.of(new PeerSearch() {
                @Override
                public void onCompleted() {
                    left.add(view.status().left());
                }

                @Override
                public Future<Void> close() {
                    return Future.succeededFuture();
                }
            });
        }
    }
}
