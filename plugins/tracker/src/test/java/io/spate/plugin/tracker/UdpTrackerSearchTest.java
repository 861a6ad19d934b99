package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.PeerSearch;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.testkit.FakeTorrent;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same over UDP (BEP 15). */
class UdpTrackerSearchTest extends OpenSearchTest {
    private FakeUdpTracker overUdp() {
        make();
        return new FakeUdpTracker(context);
    }

    private static List<List<String>> atUdp() {
        return List.of(List.of("udp://127.0.0.1:8000/announce"));
    }

    @Test
    void walksThroughTheLifeOfATorrentOverUdp() {
        FakeUdpTracker tracker = overUdp();
        torrent.withStatus(FakeTorrent.downloading(1000, 50, 5));
        PeerSearch search = open(atUdp());
        tracker.serve();
        torrent.withStatus(FakeTorrent.downloading(400, 650, 25));
        context.time().advance(Duration.ofSeconds(900));
        tracker.serve();
        torrent.withStatus(FakeTorrent.seeding(0, 1050, 30));
        context.time().run(search::onCompleted);
        tracker.serve();
        context.time().run(search::close);
        tracker.serve();
        assertThat(sink.found()).hasSize(3).containsOnly(peer("1.2.3.4", 6881));
        assertThat(tracker.announces()).extracting(packet -> packet.getInt(80)).containsExactly(2, 0, 1, 3);
        assertThat(tracker.announces())
                .extracting(packet -> packet.getLong(56))
                .containsExactly(0L, 600L, 1000L, 1000L);
        assertThat(tracker.announces()).extracting(packet -> packet.getLong(64)).containsExactly(1000L, 400L, 0L, 0L);
        assertThat(tracker.announces()).extracting(packet -> packet.getLong(72)).containsExactly(0L, 20L, 25L, 25L);
        assertThat(tracker.announces()).extracting(packet -> packet.getInt(92)).containsExactly(200, 200, 200, 0);
        assertThat(new HashSet<>(tracker.announces().stream()
                        .map(packet -> packet.getInt(88))
                        .toList()))
                .hasSize(1);
        assertThat(context.alerts().of(TrackerAnnounced.class))
                .extracting(TrackerAnnounced::event)
                .containsExactly("started", "", "completed", "stopped");
    }

    @Test
    void goesFromASilentUdpTrackerToTheNextTier() {
        FakeUdpTracker silent = overUdp().silent();
        FakeHttpTracker good = new FakeHttpTracker(context).answering(ONE_PEER);
        open(List.of(List.of("udp://127.0.0.1:8000/announce"), List.of(good.url())));
        silent.serve();
        context.time().advance(Duration.ofSeconds(15));
        silent.serve();
        context.time().advance(Duration.ofSeconds(30));
        assertThat(failed(1).get(0).reason()).isEqualTo("no answer to 2 datagrams");
        assertThat(announced(1).get(0).url()).isEqualTo(good.url());
    }

    @Test
    void leavesAfterItsBoundThoughTheUdpTrackerIsSilent() {
        FakeUdpTracker tracker = overUdp();
        PeerSearch search = open(atUdp());
        tracker.serve();
        tracker.silent();
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> closed.add(search.close()));
        context.time().advance(TorrentAnnounces.LEAVE_BOUND);
        assertThat(closed.get(0).isComplete()).isTrue();
        context.time().advance(Duration.ofSeconds(5));
        assertThat(context.time().pendingTimers()).isZero();
    }
}
