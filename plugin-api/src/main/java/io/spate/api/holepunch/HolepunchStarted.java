package io.spate.api.holepunch;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A relay told us, and the peer, to dial each other at this moment (BEP 55). What becomes of it is told by {@code PeerConnected}
 * or {@code PeerConnectFailed}.
 *
 * @param peer that is dialled
 * @param relay that both are connected to
 */
public record HolepunchStarted(Instant at, InfoHash infoHash, PeerAddress peer, PeerAddress relay) implements Alert {
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
        return "dialling peer " + peer + " while it dials us, as relay " + relay + " told both";
    }
}
