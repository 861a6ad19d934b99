package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where and with what an HTTP tracker is scraped (BEP 48). */
final class ScrapeUrl {
    private static final String ANNOUNCE = "announce";

    private ScrapeUrl() {}

    /** Empty if the last segment of the path does not begin with {@code announce}; a UDP tracker has but one URL. */
    static Optional<TrackerUrl> of(TrackerUrl announceUrl) {
        if (announceUrl.isUdp()) {
            return Optional.of(announceUrl);
        }
        String path = announceUrl.path();
        int segment = path.lastIndexOf('/') + 1;
        return path.startsWith(ANNOUNCE, segment)
                ? Optional.of(announceUrl.withPath(
                        path.substring(0, segment) + "scrape" + path.substring(segment + ANNOUNCE.length())))
                : Optional.empty();
    }

    /** The parameters that ask for these torrents; never for all that the tracker has. */
    static String query(List<InfoHash> hashes) {
        return hashes.stream()
                .map(hash -> "info_hash=" + AnnounceQuery.escape(hash.toBytes()))
                .collect(Collectors.joining("&"));
    }
}
