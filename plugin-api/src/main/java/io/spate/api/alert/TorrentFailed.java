package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/** A torrent stopped by an error; what was verified is kept. */
public record TorrentFailed(Instant at, InfoHash infoHash, String torrentName, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.ERROR;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return torrentName + ": stopped: " + reason;
    }
}
