package io.spate.plugin.holepunch;

import io.netty.buffer.ByteBuf;
import io.spate.api.PeerAddress;
import io.spate.api.net.AddressScope;
import io.spate.api.net.LinkTag;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerView;

/** Hole punching with one peer. Confined to the torrent's loop. */
final class HolepunchPeer implements PeerProtocol {
    private final TorrentHolepunch torrent;
    private final PeerView peer;
    private final PerMinute limit;

    HolepunchPeer(TorrentHolepunch torrent, PeerView peer, HolepunchSettings settings, long now) {
        this.torrent = torrent;
        this.peer = peer;
        this.limit = new PerMinute(settings.maxPerMinute(), now);
    }

    boolean takesPart() {
        return peer.supports(HolepunchProtocol.NAME);
    }

    /** Whether the address is this peer's: as we see it, or as it tells. */
    boolean isAt(PeerAddress address) {
        return peer.address().equals(address)
                || peer.listenAddress().filter(address::equals).isPresent();
    }

    /**
     * Where another may reach it by uTP: the address of its uTP link, which its NAT keeps open; else where it says that it
     * listens, since the port of a TCP link means nothing.
     */
    PeerAddress endpoint() {
        return peer.tags().contains(LinkTag.UTP)
                ? peer.address()
                : peer.listenAddress().orElse(peer.address());
    }

    AddressScope scope() {
        return AddressScope.of(peer.address());
    }

    void send(HolepunchMessage message) {
        peer.sendExtended(HolepunchProtocol.NAME, message.encode());
    }

    @Override
    public void onMessage(ByteBuf payload) {
        // Whoever does not announce it is not answered (BEP 55); whoever asks too often is not heard.
        if (takesPart() && limit.take(torrent.now())) {
            HolepunchMessage.decode(payload).ifPresent(message -> torrent.onMessage(this, message));
        }
    }

    @Override
    public void onClosed() {
        torrent.onClosed(this);
    }

    @Override
    public String toString() {
        return peer.address().toString();
    }
}
