package io.spate.api.session;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The session, to look at. Every method answers at once from immutable snapshots, on any thread. */
public interface SessionView {
    /** By which we call ourselves to peers and trackers (BEP 20). */
    PeerId peerId();

    /** {@code Spate/0.1.0}: how we call ourselves to web servers, and in the extended handshake. */
    String userAgent();

    /** Where peers are accepted, ports filled in. */
    List<InetSocketAddress> listenAddresses();

    /** The port to announce: the first of {@link #listenAddresses}, or 0 if nothing is accepted. */
    default int listenPort() {
        return listenAddresses().isEmpty() ? 0 : listenAddresses().get(0).getPort();
    }

    /** The transports by which peers can be reached now, by name, in order of preference. They come and go with their plugins. */
    default List<String> transports() {
        return List.of();
    }

    List<? extends TorrentView> torrents();

    /** @param hash of either version, a version 2 hash whole or truncated */
    Optional<? extends TorrentView> torrent(InfoHash hash);

    /**
     * A service of a plugin. What is returned stands before the plugin's object: it may be kept, and answers with
     * {@code STOPPED} once the plugin is stopped, by an exception or a failed future. After a restart it is to be looked up
     * again. If several plugins provide the service, the one that was loaded first does.
     *
     * @return empty if no plugin that provides it is running; so it may be empty while plugins start
     */
    default <T extends SessionService> Optional<T> service(Class<T> type) {
        return Optional.empty();
    }
}
