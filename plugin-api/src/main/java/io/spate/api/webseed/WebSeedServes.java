package io.spate.api.webseed;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A web server began to deliver, for the first time or for the first time after it failed.
 *
 * @param url as it stands in the torrent; see {@link WebSeedFailed} about passwords
 */
public record WebSeedServes(Instant at, InfoHash infoHash, String url) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PEER;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "web seed " + url + " serves";
    }
}
