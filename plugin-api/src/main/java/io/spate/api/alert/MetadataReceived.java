package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/**
 * The info dictionary of a torrent that began with a magnet link was fetched, matches its info-hash, and is kept.
 *
 * @param torrentName as the metadata says
 * @param source who fetched it: the name of a metadata source
 * @param bytes of the info dictionary
 */
public record MetadataReceived(Instant at, InfoHash infoHash, String torrentName, String source, int bytes)
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
        return torrentName + ": metadata received by " + source + ", " + bytes + " bytes";
    }
}
