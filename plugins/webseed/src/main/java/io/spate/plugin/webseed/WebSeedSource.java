package io.spate.plugin.webseed;

import io.spate.api.SpateException;
import io.spate.api.blocks.BlockSink;
import io.spate.api.blocks.BlockSource;
import io.spate.api.blocks.TorrentBlocks;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pf4j.Extension;

/** Downloads from the web servers that a torrent names (BEP 17, 19). */
@Extension
@Singleton
public final class WebSeedSource implements BlockSource {
    /** More than any torrent of good faith has. */
    private static final int MAX_SEEDS = 100;

    private final PluginContext context;
    private final WebSeedSettings settings;

    /** Called by the host. */
    @Inject
    WebSeedSource(PluginContext context, WebSeedSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "webseed";
    }

    @Override
    public Optional<TorrentBlocks> open(TorrentView torrent, BlockSink sink) {
        return torrent.metainfo()
                .filter(known ->
                        !known.urlSeeds().isEmpty() || !known.httpSeeds().isEmpty())
                .map(known -> {
                    TorrentSeeds seeds = new TorrentSeeds(this, torrent, known.layout(), sink);
                    List<TorrentFile> files = FileLayout.filesOf(known);
                    add(known.urlSeeds(), url -> new FileLayout(url, known, files), seeds);
                    add(known.httpSeeds(), url -> new ScriptLayout(url, known), seeds);
                    return seeds;
                });
    }

    private static void add(List<String> urls, Function<SeedUrl, SeedLayout> layout, TorrentSeeds seeds) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(urls));
        for (String url : distinct.subList(0, Math.min(MAX_SEEDS, distinct.size()))) {
            try {
                seeds.add(url, layout.apply(SeedUrl.parse(url)));
            } catch (SpateException e) {
                seeds.alerts().failed(url, e.getMessage(), Optional.empty());
            }
        }
    }

    PluginContext context() {
        return context;
    }

    WebSeedSettings settings() {
        return settings;
    }
}
