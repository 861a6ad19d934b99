package io.spate.testkit;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.session.SessionService;
import io.spate.api.session.SessionView;
import io.spate.api.session.TorrentView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session to look at. It says that it listens at 127.0.0.1:6881 unless told otherwise. Safe from any thread. */
public final class FakeSession implements SessionView {
    private final PeerId peerId = PeerId.random("-SV0100-", new Random(1));
    private final List<TorrentView> torrents = new CopyOnWriteArrayList<>();
    private final List<SessionService> services = new CopyOnWriteArrayList<>();
    private volatile List<String> transports = List.of("tcp");
    private volatile List<InetSocketAddress> listenAddresses =
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6881));

    public FakeSession listeningOn(List<InetSocketAddress> addresses) {
        listenAddresses = List.copyOf(addresses);
        return this;
    }

    /** By which peers can be reached; TCP alone unless told otherwise. */
    public FakeSession transports(List<String> names) {
        transports = List.copyOf(names);
        return this;
    }

    @Override
    public List<String> transports() {
        return transports;
    }

    public FakeSession with(TorrentView torrent) {
        torrents.add(torrent);
        return this;
    }

    /** A service that plugins find, as if another plugin provided it. */
    public FakeSession with(SessionService service) {
        services.add(service);
        return this;
    }

    @Override
    public <T extends SessionService> Optional<T> service(Class<T> type) {
        return services.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    @Override
    public PeerId peerId() {
        return peerId;
    }

    @Override
    public String userAgent() {
        return "Spate/test";
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return listenAddresses;
    }

    @Override
    public List<TorrentView> torrents() {
        return List.copyOf(torrents);
    }

    @Override
    public Optional<TorrentView> torrent(InfoHash hash) {
        return torrents.stream()
                .filter(torrent -> torrent.infoHashes().matches(hash.truncated()))
                .findFirst();
    }
}
