package io.spate.plugin.lsd;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.lsd.LocalDiscoveryFailed;
import io.spate.api.lsd.LocalPeerFound;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pf4j.Extension;

/**
 * Finds the peers of the local network by multicast (BEP 14). The groups are joined with the first search, and left with the
 * last. Confined to the plugin's loop, but for {@link #open}.
 */
@Extension
@Singleton
public final class LsdSource implements PeerSource, AutoCloseable {
    /** Announces may wait so long for others to go with them. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final PluginContext context;
    private final LsdSettings settings;
    private final String cookie;
    private final Floods floods;
    private final Map<InfoHash, Search> searches = new HashMap<>();
    private final List<LsdMember> members = new ArrayList<>();
    private Loop.Timer announcing = () -> {};

    /** Called by the host. */
    @Inject
    LsdSource(PluginContext context, LsdSettings settings) {
        this.context = context;
        this.settings = settings;
        this.cookie = Long.toHexString(context.random().nextLong());
        this.floods = new Floods(settings.maxPerHost());
    }

    @Override
    public String name() {
        return "lsd";
    }

    @Override
    public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
        Search search = new Search(torrent, sink, hashes(torrent.infoHashes()));
        loop().execute(() -> add(search));
        return Optional.of(() -> {
            search.closed = true;
            loop().execute(() -> remove(search));
            return Future.succeededFuture();
        });
    }

    /** Called by the host when the plugin stops. */
    @Override
    public void close() {
        loop().execute(this::leave);
    }

    private void add(Search search) {
        if (search.closed) {
            return;
        }
        if (members.isEmpty()) {
            join();
        }
        search.hashes.forEach(hash -> {
            searches.put(hash, search);
            members.forEach(member -> member.queue().add(hash, now()));
        });
    }

    private void remove(Search search) {
        search.hashes.forEach(hash -> {
            if (searches.remove(hash, search)) {
                members.forEach(member -> member.queue().remove(hash));
            }
        });
        if (searches.isEmpty()) {
            leave();
        }
    }

    private void join() {
        if (settings.ipv4()) {
            join(LsdGroup.IPV4);
        }
        if (settings.ipv6()) {
            join(LsdGroup.IPV6);
        }
        if (!members.isEmpty()) { // else both families are switched off
            announcing = context.timers().every(STEP, this::announce);
        }
    }

    private void join(LsdGroup group) {
        LsdMember member = new LsdMember(group, context, settings, cookie, this::onDatagram);
        members.add(member);
        member.joined()
                .onComplete(
                        joined -> loop().execute(this::announce),
                        failure -> post(
                                AlertCategory.ERROR,
                                at -> new LocalDiscoveryFailed(at, group.host(), failure.getMessage())));
    }

    private void leave() {
        announcing.cancel();
        members.forEach(LsdMember::close);
        members.clear();
    }

    private void announce() {
        int port = context.network().listenAddresses().isEmpty()
                ? 0
                : context.network().listenAddresses().get(0).getPort();
        // A magnet link may turn out to be private.
        List.copyOf(searches.values()).stream()
                .filter(search -> search.torrent.isPrivate())
                .forEach(this::remove);
        if (port > 0) {
            members.forEach(member -> member.announce(port, now()));
        }
    }

    private void onDatagram(InetSocketAddress remote, byte[] bytes) {
        if (floods.isFlood(remote.getAddress(), now())) {
            return;
        }
        LsdMessage.decode(bytes)
                .filter(message -> !message.cookie().equals(Optional.of(cookie)))
                .ifPresent(message -> message.infoHashes().stream().distinct().forEach(hash -> Optional.ofNullable(
                                searches.get(hash))
                        .filter(search -> !search.torrent.isPrivate())
                        .ifPresent(search -> onFound(search, PeerAddress.ip(remote.getAddress(), message.port())))));
    }

    private void onFound(Search search, PeerAddress peer) {
        search.sink.onFound(List.of(peer));
        post(AlertCategory.PEER, at -> new LocalPeerFound(at, search.torrent.id(), peer));
    }

    private void post(AlertCategory category, Function<Instant, Alert> alert) {
        if (context.alerts().wants(category)) {
            context.alerts().post(alert.apply(context.clock().instant()));
        }
    }

    /** A hybrid torrent is sought by both; a version 2 hash is announced by its first 20 bytes. */
    private static List<InfoHash> hashes(InfoHashes hashes) {
        List<InfoHash> all = new ArrayList<>();
        hashes.v1().ifPresent(all::add);
        hashes.v2().map(InfoHash::truncated).ifPresent(all::add);
        return all;
    }

    private Loop loop() {
        return context.timers().loop();
    }

    private long now() {
        return loop().nanoTime();
    }

    private static final class Search {
        private final TorrentView torrent;
        private final PeerSink sink;
        private final List<InfoHash> hashes;
        private volatile boolean closed;

        private Search(TorrentView torrent, PeerSink sink, List<InfoHash> hashes) {
            this.torrent = torrent;
            this.sink = sink;
            this.hashes = hashes;
        }
    }
}
