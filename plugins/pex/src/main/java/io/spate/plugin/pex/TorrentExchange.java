package io.spate.plugin.pex;

import io.spate.api.PeerAddress;
import io.spate.api.alert.AlertCategory;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerView;
import io.spate.api.pex.PeersExchanged;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Peer exchange in one torrent. Confined to the torrent's loop. */
final class TorrentExchange implements TorrentProtocol {
    /** After a connection began; so that what comes in the first moments of a torrent is told at once. */
    private static final Duration FIRST = Duration.ofSeconds(2);
    /** What is read beyond the limit is only counted, and shows by the alert who exaggerates. */
    private static final int READ_FACTOR = 2;

    private final TorrentView torrent;
    private final PluginContext context;
    private final PexSettings settings;
    private final Consumer<List<FoundPeer>> found;
    private final RandomGenerator random;
    private final Set<PexPeer> peers = new LinkedHashSet<>();

    /** @param found takes what peers told */
    TorrentExchange(TorrentView torrent, PluginContext context, PexSettings settings, Consumer<List<FoundPeer>> found) {
        this.torrent = torrent;
        this.context = context;
        this.settings = settings;
        this.found = found;
        this.random = context.random();
    }

    @Override
    public PeerProtocol open(PeerView peer) {
        PexPeer opened = new PexPeer(this, peer, settings, now() + FIRST.toNanos());
        peers.add(opened);
        return opened;
    }

    @Override
    public void onTick() {
        if (torrent.isPrivate()) {
            return; // as a magnet link may turn out, once its metadata is there
        }
        long now = now();
        Map<PeerAddress, FoundPeer> connected = connected();
        for (PexPeer peer : List.copyOf(peers)) {
            if (peer.tell(connected, now)) {
                peer.nextAt(now + interval());
            }
        }
    }

    void onMessage(PeerView peer, PexMessage message, Hearsay hearsay) {
        if (torrent.isPrivate()) {
            return;
        }
        List<FoundPeer> taken = hearsay.take(message, ownAddresses(), now());
        found.accept(taken);
        if (context.alerts().wants(AlertCategory.PEER)) {
            context.alerts()
                    .post(new PeersExchanged(
                            context.clock().instant(),
                            torrent.id(),
                            peer.address(),
                            message.added().size(),
                            taken.size(),
                            message.dropped().size()));
        }
    }

    void onClosed(PexPeer peer) {
        peers.remove(peer);
    }

    /** Entries of one key that are read of a message. */
    int maxRead() {
        return READ_FACTOR * settings.maxPerMessage();
    }

    long now() {
        return context.timers().loop().nanoTime();
    }

    private Map<PeerAddress, FoundPeer> connected() {
        return peers.stream()
                .flatMap(peer -> peer.contact().stream())
                .collect(Collectors.toMap(FoundPeer::address, each -> each, (one, other) -> one, LinkedHashMap::new));
    }

    private Set<PeerAddress> ownAddresses() {
        return context.network().listenAddresses().stream().map(PeerAddress::of).collect(Collectors.toSet());
    }

    private long interval() {
        long nanos = settings.interval().toNanos();
        return nanos + random.nextLong(nanos / 6);
    }
}
