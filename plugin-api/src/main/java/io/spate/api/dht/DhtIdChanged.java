package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;

/**
 * Our node has another id, since ids are bound to addresses (BEP 42) and enough nodes see us at another.
 *
 * @param externalAddress as they see us, in numbers
 * @param id that we have from now on
 */
public record DhtIdChanged(Instant at, String externalAddress, InfoHash id) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.DHT;
    }

    @Override
    public String message() {
        return "DHT node id is now " + id + ", for " + externalAddress;
    }
}
