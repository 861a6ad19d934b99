package io.spate.plugin.metadata;

import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerView;
import io.spate.api.session.TorrentView;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** ut_metadata of one torrent: its peers, and the fetch while there is one. Confined to the torrent's loop. */
final class TorrentMetadata implements TorrentProtocol {
    private final TorrentView torrent;
    private final MetadataSettings settings;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final Runnable onClosed;
    private final Set<PeerMetadata> peers = new LinkedHashSet<>();
    /** What peers said of their metadata before a fetch began. */
    private final Map<Supplier, Long> sizes = new LinkedHashMap<>();

    private Optional<MetadataFetcher> fetcher = Optional.empty();

    /** @param nanoTime a clock that only goes forward */
    TorrentMetadata(
            TorrentView torrent,
            MetadataSettings settings,
            RandomGenerator random,
            LongSupplier nanoTime,
            Runnable onClosed) {
        this.torrent = torrent;
        this.settings = settings;
        this.random = random;
        this.nanoTime = nanoTime;
        this.onClosed = onClosed;
    }

    /** Begins to fetch, from the peers that there are and those that come. */
    MetadataFetch fetch(MetadataSink sink) {
        MetadataFetcher begun = new MetadataFetcher(settings, random, info -> offer(sink, info));
        fetcher = Optional.of(begun);
        sizes.forEach((supplier, bytes) -> begun.onPeer(supplier, bytes, now()));
        return () -> fetcher = Optional.empty();
    }

    private void offer(MetadataSink sink, byte[] info) {
        // A fetch that was closed before the answer has nobody left who could use it.
        sink.offer(info).onSuccess(isRight -> fetcher.ifPresent(running -> running.onVerdict(isRight, now())));
    }

    @Override
    public PeerProtocol open(PeerView peer) {
        PeerMetadata opened = new PeerMetadata(this, peer);
        peers.add(opened);
        opened.start();
        return opened;
    }

    @Override
    public void onTick() {
        fetcher.ifPresent(running -> running.onTick(now()));
        List.copyOf(peers).forEach(PeerMetadata::serve); // what is sent may close a peer
    }

    @Override
    public void close() {
        fetcher = Optional.empty();
        onClosed.run();
    }

    MetadataSettings settings() {
        return settings;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** The metadata, once it is known. */
    Optional<ByteBuffer> info() {
        return torrent.metainfo().map(Metainfo::info);
    }

    void onPeer(Supplier supplier, long bytes) {
        sizes.put(supplier, bytes);
        fetcher.ifPresent(running -> running.onPeer(supplier, bytes, now()));
    }

    void onData(Supplier supplier, MetadataMessage.Data data) {
        fetcher.ifPresent(running -> running.onData(supplier, data, now()));
    }

    void onReject(Supplier supplier, int piece) {
        fetcher.ifPresent(running -> running.onReject(supplier, piece, now()));
    }

    void onGone(PeerMetadata peer, Supplier supplier) {
        peers.remove(peer);
        sizes.remove(supplier);
        fetcher.ifPresent(running -> running.onGone(supplier, now()));
    }
}
