package io.spate.api.alert;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A finished piece did not match its hash; its blocks will be requested again.
 *
 * @param senders who sent blocks of it
 */
public record PieceFailed(Instant at, InfoHash infoHash, int piece, List<PeerAddress> senders) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PIECE_PROGRESS;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "piece " + piece + " failed its hash, sent by " + senders;
    }
}
