package io.spate.kernel.session;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.session.SessionService;
import io.spate.api.session.SessionView;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.extension.Extensions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What plugins and torrents may know of the session. Safe for threads.
 *
 * @param transportNames those of the settings, loaded or not
 */
record SessionFacts(
        SessionIdentity identity,
        SessionTorrents all,
        ListenAddresses listening,
        Extensions extensions,
        List<String> transportNames)
        implements SessionView {
    @Override
    public PeerId peerId() {
        return identity.peerId();
    }

    @Override
    public String userAgent() {
        return identity.userAgent();
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return listening.now();
    }

    @Override
    public List<String> transports() {
        return Transports.loaded(transportNames, extensions).stream()
                .map(Transports::nameOf)
                .toList();
    }

    @Override
    public List<TorrentHandle> torrents() {
        return all.all();
    }

    @Override
    public Optional<TorrentHandle> torrent(InfoHash hash) {
        return all.find(hash).map(torrent -> torrent);
    }

    @Override
    public <T extends SessionService> Optional<T> service(Class<T> type) {
        return extensions.service(type);
    }
}
