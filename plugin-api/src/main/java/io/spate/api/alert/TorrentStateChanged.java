package io.spate.api.alert;

import io.spate.api.InfoHash;
import io.spate.api.session.TorrentState;
import java.time.Instant;
import java.util.Optional;

/** A torrent does something else now. */
public record TorrentStateChanged(Instant at, InfoHash infoHash, String torrentName, TorrentState from, TorrentState to)
        implements Alert {
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
        return torrentName + ": " + from + " -> " + to;
    }
}
