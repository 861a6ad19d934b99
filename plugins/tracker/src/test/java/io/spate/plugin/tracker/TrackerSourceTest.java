package io.spate.plugin.tracker;

import io.spate.api.peer.PeerSource;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.PeerSourceContract;
import java.util.List;

/** The contract of every peer source. */
class TrackerSourceTest extends PeerSourceContract {
    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("tracker", "");
    }

    @Override
    protected PeerSource source(FakePluginContext context) {
        return new TrackerSource(context, new TrackerSettings(context.settings()));
    }

    @Override
    protected FakeTorrent findable(FakePluginContext context) {
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering("d5:peers6:\1\2\3\4\32\u00e1e");
        return FakeTorrent.ofSeed(1).withTrackers(List.of(List.of(tracker.url())));
    }

    @Override
    protected FakeTorrent unanswered(FakePluginContext context) {
        FakeHttpTracker silent = new FakeHttpTracker(context).answering(request -> {});
        return FakeTorrent.ofSeed(2).withTrackers(List.of(List.of(silent.url())));
    }
}
