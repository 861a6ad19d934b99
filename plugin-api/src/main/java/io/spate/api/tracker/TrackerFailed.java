package io.spate.api.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An announce failed, or a tracker cannot be used at all. The torrent goes on.
 *
 * @param url as it stands in the torrent; see {@link TrackerAnnounced} about passkeys
 * @param event as in {@link TrackerAnnounced}
 * @param reason what happened, or the tracker's words ({@code failure reason}), cut to a line
 * @param retryIn when it is tried again; empty: never
 * @param timesFailed in a row, this one included
 */
public record TrackerFailed(
        Instant at,
        InfoHash infoHash,
        String url,
        String event,
        String reason,
        Optional<Duration> retryIn,
        int timesFailed)
        implements Alert {
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
        return "tracker " + ShownUrl.of(url) + " failed: " + reason
                + retryIn.map(delay -> " (" + timesFailed + " times, again in " + delay.toSeconds() + " s)")
                        .orElse(" (not tried again)");
    }
}
