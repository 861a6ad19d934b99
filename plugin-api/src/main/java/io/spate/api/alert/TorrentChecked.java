package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/**
 * Saved state was read and data was compared with the hashes where needed.
 *
 * @param pieces verified
 * @param compared pieces that had to be read
 */
public record TorrentChecked(
        Instant at, InfoHash infoHash, String torrentName, int pieces, int pieceCount, int compared) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.STATUS;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return torrentName + ": " + pieces + " of " + pieceCount + " pieces are there, " + compared
                + " compared with their hashes";
    }
}
