package io.spate.api.alert;

import java.time.Instant;

/** Peers cannot be accepted at this address. */
public record ListenFailed(Instant at, String address, String transport, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.ERROR;
    }

    @Override
    public String message() {
        return "cannot listen on " + address + " by " + transport + ": " + reason;
    }
}
