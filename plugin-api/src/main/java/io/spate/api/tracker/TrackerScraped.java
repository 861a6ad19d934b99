package io.spate.api.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * A tracker said how many peers a torrent has (BEP 48).
 *
 * @param url as it stands in the torrent; see {@link TrackerAnnounced} about passkeys
 * @param seeds how many have everything
 * @param leechers how many do not
 * @param downloaded how often the torrent was completed
 */
public record TrackerScraped(
        Instant at,
        InfoHash infoHash,
        String url,
        Optional<Integer> seeds,
        Optional<Integer> leechers,
        Optional<Integer> downloaded)
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
        return "tracker " + ShownUrl.of(url) + " was scraped: " + shown(seeds) + " seeds, " + shown(leechers)
                + " leechers, completed " + shown(downloaded) + " times";
    }

    private static String shown(Optional<Integer> count) {
        return count.map(String::valueOf).orElse("?");
    }
}
