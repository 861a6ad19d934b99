package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import java.time.Duration;
import java.util.List;

/** Speaks the protocol of some trackers. Used on the plugin's loop; never blocks. */
interface Announcer {
    /** Whether it speaks the protocol of URLs of this scheme. */
    boolean speaks(String scheme);

    /** How long one of its questions may take as a whole, unless we are taking leave. */
    Duration patience();

    /** Tells a tracker, once. The reply fails when {@code timeout} is over. */
    Exchange<AnnounceReply> announce(Target target, AnnounceRequest request, Duration timeout);

    /** How many torrents one scrape can ask for. */
    int maxScrape();

    /**
     * Asks a tracker how many peers torrents have (BEP 48).
     *
     * @param target the announce URL, of which {@link ScrapeUrl} knows where it is scraped
     * @param hashes of 20 bytes, 1..{@link #maxScrape}
     */
    Exchange<ScrapeReply> scrape(Target target, List<InfoHash> hashes, Duration timeout);
}
