package io.spate.plugin.metadata;

import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;

/** Fetches metadata from peers, and serves it to them, by the extended message {@code ut_metadata} (BEP 9). */
@Extension
@Singleton
public final class UtMetadata implements ExtendedProtocol, MetadataSource {
    static final String NAME = "ut_metadata";

    private final PluginContext context;
    private final MetadataSettings settings;
    /** Those that are open. Each entry is used on its torrent's loop alone. */
    private final Map<TorrentView, TorrentMetadata> torrents = new ConcurrentHashMap<>();

    /** Called by the host. */
    @Inject
    UtMetadata(PluginContext context, MetadataSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<TorrentProtocol> open(TorrentView torrent) {
        TorrentMetadata opened = new TorrentMetadata(
                torrent, settings, context.random(), context.timers().loop()::nanoTime, () -> torrents.remove(torrent));
        torrents.put(torrent, opened);
        return Optional.of(opened);
    }

    /** The kernel has opened the protocol before; if that failed, there is nobody to ask. */
    @Override
    public Optional<MetadataFetch> open(TorrentView torrent, MetadataSink sink) {
        return Optional.ofNullable(torrents.get(torrent)).map(opened -> opened.fetch(sink));
    }
}
