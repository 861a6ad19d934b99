package io.spate.api.alert;

import java.time.Instant;

/** Peers are accepted at this address. */
public record Listening(Instant at, String address, String transport) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.STATUS;
    }

    @Override
    public String message() {
        return "listening on " + address + " by " + transport;
    }
}
