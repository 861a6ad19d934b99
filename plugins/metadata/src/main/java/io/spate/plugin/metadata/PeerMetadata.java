package io.spate.plugin.metadata;

import io.netty.buffer.ByteBuf;
import io.spate.api.SpateException;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** ut_metadata with one peer: gives it what it asks for, and passes on what it gives. Confined to the torrent's loop. */
final class PeerMetadata implements PeerProtocol, Supplier.Wire {
    private static final String METADATA_SIZE = "metadata_size";
    /** Requests that wait for room on the link; those beyond are rejected (libtorrent's numbers, this and the next). */
    private static final int MAX_QUEUED = 1024;

    private static final long ROOM_BELOW = 160 * 1024;

    private final TorrentMetadata torrent;
    private final PeerView peer;
    private final Supplier supplier = new Supplier(this);
    private final ServeBudget budget;
    private final Deque<Integer> requests = new ArrayDeque<>();

    PeerMetadata(TorrentMetadata torrent, PeerView peer) {
        this.torrent = torrent;
        this.peer = peer;
        this.budget = new ServeBudget(torrent.settings(), torrent.now());
    }

    /** A peer that was connected before the plugin was here has introduced itself already; how long its metadata is, it will say. */
    void start() {
        if (peer.supports(UtMetadata.NAME)) {
            torrent.onPeer(supplier, 0);
        }
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return torrent.info()
                .<Map<String, BencodeValue>>map(info -> Map.of(METADATA_SIZE, BencodeInteger.of(info.remaining())))
                .orElseGet(Map::of);
    }

    @Override
    public void onHandshake(BencodeDictionary handshake) {
        if (peer.supports(UtMetadata.NAME)) {
            torrent.onPeer(supplier, handshake.integer(METADATA_SIZE).orElse(0));
        }
    }

    @Override
    public void onMessage(ByteBuf payload) {
        try {
            onMessage(MetadataMessage.decode(payload));
        } catch (SpateException e) {
            peer.close("ut_metadata: " + e.getMessage());
        }
    }

    private void onMessage(MetadataMessage message) {
        if (message instanceof MetadataMessage.Request request) {
            onRequest(request.piece());
        } else if (message instanceof MetadataMessage.Data data) {
            torrent.onData(supplier, data);
        } else if (message instanceof MetadataMessage.Reject reject) {
            torrent.onReject(supplier, reject.piece());
        }
    }

    private void onRequest(int piece) {
        Optional<MetadataSize> size = torrent.info().map(info -> new MetadataSize(info.remaining()));
        boolean isServed = size.filter(known -> known.hasPiece(piece)).isPresent()
                && requests.size() < MAX_QUEUED
                && budget.take(size.get(), torrent.now());
        if (isServed) {
            requests.add(piece);
            serve();
        } else {
            peer.sendExtended(UtMetadata.NAME, new MetadataMessage.Reject(piece).encode());
        }
    }

    /** Sends what the link has room for. */
    void serve() {
        while (!requests.isEmpty() && peer.queuedBytes() < ROOM_BELOW) {
            ByteBuffer info = torrent.info().orElseThrow();
            MetadataSize size = new MetadataSize(info.remaining());
            int piece = requests.remove();
            byte[] bytes = new byte[size.lengthOf(piece)];
            info.position(size.offsetOf(piece)).get(bytes);
            peer.sendExtended(UtMetadata.NAME, new MetadataMessage.Data(piece, size.bytes(), bytes).encode());
        }
    }

    @Override
    public void onClosed() {
        requests.clear();
        torrent.onGone(this, supplier);
    }

    @Override
    public String host() {
        return peer.address().host();
    }

    @Override
    public void request(int piece) {
        peer.sendExtended(UtMetadata.NAME, new MetadataMessage.Request(piece).encode());
    }

    @Override
    public void close(String reason) {
        peer.close(reason);
    }
}
