package io.spate.plugin.tracker;

import java.util.Optional;

/** Where a tracker is scraped (BEP 48). */
final class ScrapeUrl {
    private static final String ANNOUNCE = "announce";

    private ScrapeUrl() {}

    /** Empty if the last segment of the path does not begin with {@code announce}; a UDP tracker has but one URL. */
    static Optional<String> of(String announceUrl) {
        if (announceUrl.startsWith("udp:")) {
            return Optional.of(announceUrl);
        }
        int question = announceUrl.indexOf('?');
        int end = question < 0 ? announceUrl.length() : question;
        int segment = announceUrl.lastIndexOf('/', end - 1) + 1;
        return announceUrl.startsWith(ANNOUNCE, segment)
                ? Optional.of(announceUrl.substring(0, segment)
                        + "scrape"
                        + announceUrl.substring(segment + ANNOUNCE.length()))
                : Optional.empty();
    }
}
