package io.spate.plugin.pex;

import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Peer exchange as a message that connected peers send each other (BEP 11). */
@Extension
@Singleton
public final class PexProtocol implements ExtendedProtocol {
    /** In the extended handshake. */
    static final String NAME = "ut_pex";

    private final PluginContext context;
    private final PexSettings settings;
    private final PexSource source;

    /** Called by the host. */
    @Inject
    PexProtocol(PluginContext context, PexSettings settings, PexSource source) {
        this.context = context;
        this.settings = settings;
        this.source = source;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Not for private torrents (BEP 27). */
    @Override
    public Optional<TorrentProtocol> open(TorrentView torrent) {
        return torrent.isPrivate()
                ? Optional.empty()
                : Optional.of(new TorrentExchange(torrent, context, settings, found -> source.onFound(torrent, found)));
    }
}
