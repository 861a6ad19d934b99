package io.spate.api.pex;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A connected peer told us of others (BEP 11).
 *
 * @param peer that told
 * @param told peers that it named as new
 * @param taken of these that are worth trying, and within the limits of what one peer may tell
 * @param dropped peers that it named as gone
 */
public record PeersExchanged(Instant at, InfoHash infoHash, PeerAddress peer, int told, int taken, int dropped)
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
        return "peer " + peer + " told of " + told + " peers, " + taken + " taken, and of " + dropped + " that went";
    }
}
