package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A search for the peers of a torrent has ended.
 *
 * @param family {@code IPv4} or {@code IPv6}
 * @param peers that it found
 * @param nodes that answered
 */
public record DhtPeersFound(Instant at, InfoHash infoHash, String family, int peers, int nodes) implements Alert {
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
        return peers + " peers found by the " + family + " DHT, " + nodes + " nodes answered";
    }
}
