package io.spate.api.lsd;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/** A peer on the local network announced itself (BEP 14). Told again whenever it does. */
public record LocalPeerFound(Instant at, InfoHash infoHash, PeerAddress peer) implements Alert {
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
        return "peer " + peer + " is on the local network";
    }
}
