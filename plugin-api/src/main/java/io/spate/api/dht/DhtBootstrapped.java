package io.spate.api.dht;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;

/**
 * We entered the DHT: the first search for our own place has ended.
 *
 * @param family {@code IPv4} or {@code IPv6}
 * @param nodes in the routing table
 */
public record DhtBootstrapped(Instant at, String family, int nodes) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.DHT;
    }

    @Override
    public String message() {
        return "entered the " + family + " DHT: " + nodes + " nodes";
    }
}
