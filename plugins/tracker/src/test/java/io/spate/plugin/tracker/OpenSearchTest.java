package io.spate.plugin.tracker;

import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerSearch;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.api.tracker.TrackerFailed;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.RecordingSink;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The search for the peers of one torrent, and what it said of its trackers. */
abstract class OpenSearchTest {
    static final String ONE_PEER = "d8:completei3e10:incompletei4e8:intervali900e5:peers6:\1\2\3\4\32\u00e1e";

    FakePluginContext context;
    TrackerSource source;
    final RecordingSink sink = new RecordingSink();
    FakeTorrent torrent = FakeTorrent.ofSeed(1);

    @AfterEach
    void close() {
        context.close();
    }

    final void make(String overrides) {
        context = new FakePluginContext("tracker", "spate.plugins.tracker.jitter = 0\n" + overrides);
        source = new TrackerSource(context, new TrackerSettings(context.settings()));
    }

    final void make() {
        make("");
    }

    final PeerSearch open(List<List<String>> trackers) {
        torrent.withTrackers(trackers);
        List<PeerSearch> opened = new ArrayList<>();
        context.time().run(() -> opened.add(source.open(torrent, sink).orElseThrow()));
        return opened.get(0);
    }

    final PeerSearch open(FakeHttpTracker tracker) {
        return open(List.of(List.of(tracker.url())));
    }

    final void close(PeerSearch search) {
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> closed.add(search.close()));
        context.time().await(closed.get(0));
    }

    final List<TrackerAnnounced> announced(int count) {
        context.time()
                .await(
                        count + " answers",
                        () -> context.alerts().of(TrackerAnnounced.class).size() >= count);
        return context.alerts().of(TrackerAnnounced.class);
    }

    final List<TrackerFailed> failed(int count) {
        context.time()
                .await(
                        count + " failures",
                        () -> context.alerts().of(TrackerFailed.class).size() >= count);
        return context.alerts().of(TrackerFailed.class);
    }

    static PeerAddress peer(String host, int port) {
        return new PeerAddress("ip", host, port);
    }
}
