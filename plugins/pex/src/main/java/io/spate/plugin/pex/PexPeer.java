package io.spate.plugin.pex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.net.AddressScope;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerTrait;
import io.spate.api.peer.PeerView;
import java.util.Map;
import java.util.Optional;

/** Peer exchange with one peer. Confined to the torrent's loop. */
final class PexPeer implements PeerProtocol {
    /** No client has so much to tell; libtorrent's number. */
    private static final int MAX_BYTES = 500 * 1024;

    private final TorrentExchange torrent;
    private final PeerView peer;
    private final AddressScope scope;
    private final Told told = new Told();
    private final Hearsay hearsay;
    private long nextNanos;

    /** @param firstNanos when it may be told for the first time */
    PexPeer(TorrentExchange torrent, PeerView peer, PexSettings settings, long firstNanos) {
        this.torrent = torrent;
        this.peer = peer;
        this.scope = AddressScope.of(peer.address());
        this.hearsay = new Hearsay(scope, settings, firstNanos);
        this.nextNanos = firstNanos;
    }

    /** The peer as others are told of it; empty as long as nobody knows where it listens. */
    Optional<FoundPeer> contact() {
        return peer.listenAddress()
                .filter(address -> address.scheme().equals(PeerAddress.IP) && address.port() > 0)
                .map(address -> new FoundPeer(address, peer.traits()));
    }

    /** Tells what is new, if it is time to. @return whether something was told */
    boolean tell(Map<PeerAddress, FoundPeer> connected, long now) {
        return now - nextNanos >= 0
                && peer.supports(PexProtocol.NAME)
                && told.next(connected, this::canUse)
                        .map(message -> peer.sendExtended(PexProtocol.NAME, Unpooled.wrappedBuffer(message.encode())))
                        .orElse(false);
    }

    void nextAt(long nanos) {
        nextNanos = nanos;
    }

    @Override
    public void onMessage(ByteBuf payload) {
        if (payload.readableBytes() > MAX_BYTES) {
            peer.close("ut_pex: " + payload.readableBytes() + " bytes (expected: at most " + MAX_BYTES + ")");
        } else if (hearsay.isFlood(torrent.now())) {
            peer.close("ut_pex: a flood of messages (expected: one a minute)");
        } else {
            PexMessage.decode(ByteBufUtil.getBytes(payload), torrent.maxRead())
                    .ifPresentOrElse(
                            message -> torrent.onMessage(peer, message, hearsay),
                            () -> peer.close("ut_pex: not bencoded (expected: a dictionary)"));
        }
    }

    @Override
    public void onClosed() {
        torrent.onClosed(this);
    }

    /** Not itself, not what it cannot reach, and no seed for one that wants nothing. */
    private boolean canUse(FoundPeer other) {
        return peer.listenAddress().filter(other.address()::equals).isEmpty()
                && scope.mayIntroduce(AddressScope.of(other.address()))
                && !(peer.traits().contains(PeerTrait.UPLOAD_ONLY)
                        && other.traits().contains(PeerTrait.UPLOAD_ONLY));
    }
}
