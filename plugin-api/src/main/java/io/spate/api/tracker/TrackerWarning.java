package io.spate.api.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A tracker answered, and had something to say besides ({@code warning message}).
 *
 * @param url as it stands in the torrent; see {@link TrackerAnnounced} about passkeys
 * @param warning the tracker's words, cut to a line
 */
public record TrackerWarning(Instant at, InfoHash infoHash, String url, String warning) implements Alert {
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
        return "tracker " + ShownUrl.of(url) + " warns: " + warning;
    }
}
