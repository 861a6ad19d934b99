package io.spate.api.holepunch;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/** No connected peer could introduce us to one that we cannot dial. @param reason of the last that was asked, for people */
public record HolepunchFailed(Instant at, InfoHash infoHash, PeerAddress peer, String reason) implements Alert {
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
        return "nobody introduces us to peer " + peer + ": " + reason;
    }
}
