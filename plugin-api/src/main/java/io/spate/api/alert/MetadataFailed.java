package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/**
 * An info dictionary was fetched that does not match the torrent's info-hash, or that cannot be read.
 *
 * @param source who fetched it: the name of a metadata source
 */
public record MetadataFailed(Instant at, InfoHash infoHash, String torrentName, String source, String reason)
        implements Alert {
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
        return torrentName + ": metadata fetched by " + source + " is no use: " + reason;
    }
}
