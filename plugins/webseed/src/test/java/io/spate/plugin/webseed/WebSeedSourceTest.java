package io.spate.plugin.webseed;

import io.spate.api.blocks.BlockSource;
import io.spate.testkit.BlockSourceContract;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.SampleTorrent;
import java.util.List;

/** The contract of every block source. */
class WebSeedSourceTest extends BlockSourceContract {
    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("webseed", "");
    }

    @Override
    protected BlockSource source(FakePluginContext context) {
        return new WebSeedSource(context, new WebSeedSettings(context.settings()));
    }

    @Override
    protected FakeTorrent served(FakePluginContext context, SampleTorrent sample) {
        FakeWebServer server = new FakeWebServer(context, sample);
        return Torrents.with(sample, List.of(server.url()), List.of());
    }
}
