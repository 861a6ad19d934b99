package io.spate.api.alert;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A peer's handshake was right.
 *
 * @param source who told us of it: a peer source's name, {@code incoming}, {@code user}
 */
public record PeerConnected(
        Instant at,
        InfoHash infoHash,
        PeerAddress peer,
        String peerId,
        String transport,
        boolean incoming,
        String source)
        implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PEER;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "peer " + peer + " connected by " + transport + (incoming ? ", incoming" : ", from " + source);
    }
}
