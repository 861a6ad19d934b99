package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Asks the trackers of all torrents how many peers there are (BEP 48). Confined to the plugin's loop. */
final class Scrapes {
    /** Above this many trackers, those that are asked nothing now are forgotten. */
    private static final int MANY_TRACKERS = 64;

    private final TrackerSource source;
    private final Map<String, TrackerScrapes> trackers = new HashMap<>();

    Scrapes(TrackerSource source) {
        this.source = source;
    }

    /**
     * Asks for one torrent, together with others that want to know about theirs at the same time.
     *
     * @param tracker not refused
     * @param hash of 20 bytes
     * @return fails if the tracker did not answer, or does not know the torrent
     */
    Future<SwarmNumbers> ask(TrackerUrl tracker, InfoHash hash) {
        if (ScrapeUrl.of(tracker).isEmpty()) {
            return Future.failedFuture(new SpateException(
                    ErrorCode.UNSUPPORTED, "path: " + tracker.path() + " (expected: .../announce..., to be scraped)"));
        }
        if (trackers.size() > MANY_TRACKERS && !trackers.containsKey(tracker.key())) {
            trackers.values().removeIf(TrackerScrapes::isIdle);
        }
        return trackers.computeIfAbsent(tracker.key(), unknown -> new TrackerScrapes(source, tracker))
                .ask(hash);
    }

    /** How many trackers are known. */
    int size() {
        return trackers.size();
    }
}
