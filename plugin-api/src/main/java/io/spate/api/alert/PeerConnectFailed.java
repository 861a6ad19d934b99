package io.spate.api.alert;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.time.Instant;
import java.util.Optional;

/** A peer could not be reached. */
public record PeerConnectFailed(Instant at, InfoHash infoHash, PeerAddress peer, String reason) implements Alert {
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
        return "peer " + peer + " not reached: " + reason;
    }
}
