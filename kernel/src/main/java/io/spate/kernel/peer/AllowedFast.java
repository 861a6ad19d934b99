package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
import io.spate.kernel.wire.AllowedFastSet;
import io.spate.kernel.wire.PeerWireEncoder;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * The pieces that one peer may have while we choke it, so that it soon has something to trade (BEP 6). Told to a peer that has
 * next to nothing; bounded by pieces and by bytes, as one that comes back under many addresses pays nothing for them. Confined
 * to the torrent's loop.
 */
final class AllowedFast {
    /** libtorrent's number, and about what BEP 6 has in mind. */
    static final int SIZE = 5;

    /** What a set is worth at most. Of torrents with large pieces, a part of the set. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MESSAGE_LENGTH = 9;

    private final PeerConnection peer;
    private final InfoHash infoHash;
    private final Bitfield theirs;
    private Set<Integer> allowed = Set.of();
    private int left;

    /**
     * @param infoHash as in the handshake
     * @param theirs what the peer has, kept up to date by the caller
     */
    AllowedFast(PeerConnection peer, InfoHash infoHash, Bitfield theirs) {
        this.peer = peer;
        this.infoHash = infoHash;
        this.theirs = theirs;
    }

    /** Tells a peer that has not enough to trade what it may have; the first time only. */
    void offer(Bitfield ours) {
        if (!peer.isFast() || !allowed.isEmpty() || !needsHelp()) {
            return;
        }
        allowed = peer.address()
                .socketAddress()
                .map(address -> compute(address, ours))
                .orElse(Set.of());
        if (!allowed.isEmpty()) {
            left = MAX_BYTES;
            ByteBuf messages = Unpooled.buffer(MESSAGE_LENGTH * allowed.size());
            allowed.forEach(piece -> PeerWireEncoder.allowedFast(messages, piece));
            peer.send(messages);
        }
    }

    /** Whether we serve the request though we choke the peer; what is served is counted. */
    boolean grants(int piece, int length) {
        if (!allowed.contains(piece) || length > left || !needsHelp()) {
            return false;
        }
        left -= length;
        return true;
    }

    /** Of what we have: what we have not, nobody can be served. */
    private Set<Integer> compute(InetSocketAddress address, Bitfield ours) {
        return Set.copyOf(AllowedFastSet.compute(address.getAddress(), infoHash, ours.size(), SIZE).stream()
                .filter(ours::has)
                .toList());
    }

    private boolean needsHelp() {
        return theirs.count() < SIZE;
    }
}
