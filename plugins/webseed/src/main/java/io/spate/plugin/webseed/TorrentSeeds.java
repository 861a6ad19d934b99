package io.spate.plugin.webseed;

import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockSink;
import io.spate.api.blocks.TorrentBlocks;
import io.spate.api.session.TorrentView;
import java.util.ArrayList;
import java.util.List;

/** The web seeds of one torrent: so many of them at work as the settings allow. Confined to the torrent's loop. */
final class TorrentSeeds implements TorrentBlocks {
    private final WebSeedSource source;
    private final PieceLayout layout;
    private final BlockSink sink;
    private final WebSeedAlerts alerts;
    private final List<WebSeed> seeds = new ArrayList<>();

    TorrentSeeds(WebSeedSource source, TorrentView torrent, PieceLayout layout, BlockSink sink) {
        this.source = source;
        this.layout = layout;
        this.sink = sink;
        this.alerts =
                new WebSeedAlerts(source.context().alerts(), source.context().clock(), torrent.id());
    }

    void add(String url, SeedLayout seedLayout) {
        seeds.add(new WebSeed(this, url, seedLayout));
    }

    @Override
    public void onWork() {
        seeds.stream()
                .filter(seed -> !seed.isGivenUp() && !seed.isWaiting())
                .limit(source.settings().maxServers())
                .toList()
                .forEach(WebSeed::pump);
    }

    @Override
    public void close() {
        seeds.forEach(WebSeed::close);
    }

    WebSeedSource source() {
        return source;
    }

    PieceLayout layout() {
        return layout;
    }

    BlockSink sink() {
        return sink;
    }

    WebSeedAlerts alerts() {
        return alerts;
    }
}
