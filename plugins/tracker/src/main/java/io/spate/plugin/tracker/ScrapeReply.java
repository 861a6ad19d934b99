package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import java.util.Map;

/** What a tracker said to a scrape (BEP 48). */
sealed interface ScrapeReply permits ScrapeReply.Numbers, Refusal {
    /** The swarms that it knows of those it was asked for. */
    record Numbers(Map<InfoHash, SwarmNumbers> swarms) implements ScrapeReply {
        public Numbers {
            swarms = Map.copyOf(swarms);
        }
    }
}
