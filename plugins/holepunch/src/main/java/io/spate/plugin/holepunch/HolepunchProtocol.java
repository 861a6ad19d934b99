package io.spate.plugin.holepunch;

import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Hole punching as a message that connected peers send each other (BEP 55). */
@Extension
@Singleton
public final class HolepunchProtocol implements ExtendedProtocol {
    /** In the extended handshake. */
    static final String NAME = "ut_holepunch";

    private final PluginContext context;
    private final HolepunchSettings settings;
    private final HolepunchSource source;

    /** Called by the host. */
    @Inject
    HolepunchProtocol(PluginContext context, HolepunchSettings settings, HolepunchSource source) {
        this.context = context;
        this.settings = settings;
        this.source = source;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Not for private torrents: whoever relays tells a peer of another, which is the tracker's alone (BEP 27). */
    @Override
    public Optional<TorrentProtocol> open(TorrentView torrent) {
        if (torrent.isPrivate()) {
            return Optional.empty();
        }
        TorrentHolepunch opened = new TorrentHolepunch(
                torrent, context, settings, peer -> source.dial(torrent, peer), () -> source.closed(torrent));
        source.opened(torrent, opened);
        return Optional.of(opened);
    }
}
