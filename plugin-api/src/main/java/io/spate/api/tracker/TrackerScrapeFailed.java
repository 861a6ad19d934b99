package io.spate.api.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A tracker did not say how many peers a torrent has. Nothing depends on it.
 *
 * @param url as it stands in the torrent; see {@link TrackerAnnounced} about passkeys
 * @param reason what happened, or the tracker's words, cut to a line
 */
public record TrackerScrapeFailed(Instant at, InfoHash infoHash, String url, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.TRACKER;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "tracker " + ShownUrl.of(url) + " could not be scraped: " + reason;
    }
}
