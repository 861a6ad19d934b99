package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/** A piece matched its hash, and its record is written. */
public record PieceVerified(Instant at, InfoHash infoHash, int piece, int length) implements Alert {
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
        return "piece " + piece + " verified";
    }
}
