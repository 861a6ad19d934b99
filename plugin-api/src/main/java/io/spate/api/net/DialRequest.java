package io.spate.api.net;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerTrait;
import io.spate.api.session.TorrentView;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A peer to reach.
 *
 * @param torrent for whom
 * @param address of a scheme that the transport said it can dial
 * @param loop where the link shall live
 * @param source the address to dial from, if the settings bind us to one of the peer's family
 * @param timeout after which the attempt fails
 * @param traits what we heard of the peer: hints how to reach it, which may be wrong
 */
public record DialRequest(
        TorrentView torrent,
        PeerAddress address,
        Loop loop,
        Optional<InetAddress> source,
        Duration timeout,
        Set<PeerTrait> traits) {
    public DialRequest {
        traits = Set.copyOf(traits);
    }
}
