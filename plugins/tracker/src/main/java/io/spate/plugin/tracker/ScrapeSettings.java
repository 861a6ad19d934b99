package io.spate.plugin.tracker;

import io.spate.api.plugin.Settings;
import java.time.Duration;

/** {@code spate.plugins.tracker.scrape}; the reasons are in {@code reference.conf}. */
record ScrapeSettings(When when, Duration interval) {
    static ScrapeSettings of(Settings settings) {
        return new ScrapeSettings(
                settings.choice("when", When.class),
                settings.duration("interval", Duration.ofMinutes(5), Duration.ofDays(1)));
    }

    /** Whether trackers are asked after an announce. */
    boolean isWanted(RoundResult announced) {
        return switch (when) {
            case ALWAYS -> true;
            case MISSING ->
                announced.complete().isEmpty() || announced.incomplete().isEmpty();
            case NEVER -> false;
        };
    }

    /** When trackers are scraped. */
    enum When {
        ALWAYS,
        /** If their announces do not tell how many peers there are. */
        MISSING,
        NEVER
    }
}
