package io.spate.plugin.webseed;

import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.SampleTorrent;
import java.util.List;

/** Torrents with web seeds. */
final class Torrents {
    private Torrents() {}

    static FakeTorrent with(SampleTorrent sample, List<String> urlSeeds, List<String> httpSeeds) {
        Metainfo bare = sample.metainfo();
        byte[] info = new byte[bare.info().remaining()];
        bare.info().get(info);
        Metainfo metainfo = new MetainfoBuilder(info, bare.infoHashes(), bare.name(), bare.layout(), bare.files())
                .v1HashesAt(1)
                .urlSeeds(urlSeeds)
                .httpSeeds(httpSeeds)
                .build();
        return new FakeTorrent(bare.infoHashes()).withMetainfo(metainfo);
    }
}
