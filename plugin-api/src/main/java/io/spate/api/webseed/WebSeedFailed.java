package io.spate.api.webseed;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A web server could not deliver what a torrent wants of it, or sent bad data. The torrent goes on. A URL may hold a password:
 * whoever publishes a log removes it.
 *
 * @param url as it stands in the torrent
 * @param reason what happened, cut to a line
 * @param retryIn when it is asked again; empty: never
 */
public record WebSeedFailed(Instant at, InfoHash infoHash, String url, String reason, Optional<Duration> retryIn)
        implements Alert {
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
        return "web seed " + url + " failed: " + reason
                + retryIn.map(wait -> " (again in " + wait.toSeconds() + " s)").orElse(" (not tried again)");
    }
}
