package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is wanted is verified and on disk; posted once in a run of the session, not for a torrent that was complete.
 *
 * @param bytes of all wanted files
 */
public record TorrentFinished(Instant at, InfoHash infoHash, String torrentName, long bytes) implements Alert {
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
        return torrentName + ": finished, " + bytes + " bytes";
    }
}
