package io.spate.api.alert;

import io.spate.api.PeerAddress;
import java.time.Instant;

/** A connection ended before its handshake named a torrent of ours. */
public record IncomingRefused(Instant at, PeerAddress peer, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PEER;
    }

    @Override
    public String message() {
        return "incoming " + peer + " refused: " + reason;
    }
}
