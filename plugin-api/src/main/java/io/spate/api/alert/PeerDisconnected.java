package io.spate.api.alert;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection to a peer has ended.
 *
 * @param reason for people
 * @param byUs whether we closed it
 * @param fault whether the peer broke the protocol
 */
public record PeerDisconnected(
        Instant at,
        InfoHash infoHash,
        PeerAddress peer,
        String reason,
        boolean byUs,
        boolean fault,
        long downloaded,
        long uploaded)
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
        return "peer " + peer + (byUs ? " closed: " : " left: ") + reason;
    }
}
