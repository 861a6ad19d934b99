package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/** A torrent was added to the session. */
public record TorrentAdded(Instant at, InfoHash infoHash, String torrentName) implements Alert {
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
        return "added " + torrentName;
    }
}
