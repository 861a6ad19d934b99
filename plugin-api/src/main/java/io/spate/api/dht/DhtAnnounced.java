package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * We announced ourselves as a peer of a torrent.
 *
 * @param family {@code IPv4} or {@code IPv6}
 * @param nodes that took it
 */
public record DhtAnnounced(Instant at, InfoHash infoHash, String family, int nodes) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.DHT;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "announced to " + nodes + " nodes of the " + family + " DHT";
    }
}
