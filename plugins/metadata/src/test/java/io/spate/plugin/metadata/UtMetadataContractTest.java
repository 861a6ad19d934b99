package io.spate.plugin.metadata;

import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.MetadataSourceContract;
import java.util.HashMap;
import java.util.Map;

class UtMetadataContractTest extends MetadataSourceContract {
    private final Map<FakeTorrent, TorrentProtocol> protocols = new HashMap<>();
    private int hosts;

    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("metadata", "");
    }

    @Override
    protected MetadataSource source(FakePluginContext context) {
        return new UtMetadata(context, new MetadataSettings(context.settings()));
    }

    @Override
    protected MetadataFetch open(MetadataSource opened, FakeTorrent torrent, MetadataSink sink) {
        protocols.put(torrent, ((UtMetadata) opened).open(torrent).orElseThrow());
        return super.open(opened, torrent, sink);
    }

    @Override
    protected void answer(FakeTorrent torrent, byte[] info) {
        new FakeSeeder("10.0.0." + ++hosts + ":6881", protocols.get(torrent), info)
                .introduces()
                .answersAll();
    }
}
