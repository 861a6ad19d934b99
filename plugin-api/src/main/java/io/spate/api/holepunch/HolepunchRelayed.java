package io.spate.api.holepunch;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/** We introduced two peers to each other, as one of them asked (BEP 55). */
public record HolepunchRelayed(Instant at, InfoHash infoHash, PeerAddress initiator, PeerAddress target)
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
        return "introduced peers " + initiator + " and " + target + " to each other";
    }
}
