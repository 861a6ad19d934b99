package io.spate.api.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A tracker answered an announce. A URL may hold a passkey that stands for its user: the message is without it, the
 * fact is not.
 *
 * @param url as it stands in the torrent
 * @param event {@code started}, {@code completed}, {@code stopped}, {@code paused}, or empty for a regular announce
 * @param peers how many peers it told, over all address families
 * @param seeds how many have everything, as the tracker counts
 * @param leechers how many do not
 * @param interval until the next regular announce
 * @param externalAddress our address as the tracker sees it (BEP 24), in numbers
 */
public record TrackerAnnounced(
        Instant at,
        InfoHash infoHash,
        String url,
        String event,
        int peers,
        Optional<Integer> seeds,
        Optional<Integer> leechers,
        Duration interval,
        Optional<String> externalAddress)
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
        return "tracker " + ShownUrl.of(url) + " answered" + (event.isEmpty() ? "" : " " + event) + ": " + peers
                + " peers"
                + seeds.map(count -> ", " + count + " seeds").orElse("")
                + leechers.map(count -> ", " + count + " leechers").orElse("")
                + (event.equals("stopped") ? "" : ", next in " + interval.toSeconds() + " s");
    }
}
