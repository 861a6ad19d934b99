package io.spate.plugin.webseed;

import io.spate.api.InfoHash;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.webseed.WebSeedFailed;
import io.spate.api.webseed.WebSeedServes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tells what becomes of one torrent's web seeds, if anybody wants to know. */
final class WebSeedAlerts {
    private static final int MAX_LENGTH = 300;

    private final Alerts alerts;
    private final Clock clock;
    private final InfoHash torrent;

    WebSeedAlerts(Alerts alerts, Clock clock, InfoHash torrent) {
        this.alerts = alerts;
        this.clock = clock;
        this.torrent = torrent;
    }

    void serves(String url) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new WebSeedServes(clock.instant(), torrent, line(url)));
        }
    }

    void failed(String url, String reason, Optional<Duration> retryIn) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new WebSeedFailed(clock.instant(), torrent, line(url), line(reason), retryIn));
        }
    }

    /** What strangers say, made fit for a line of a log. */
    static String line(String untrusted) {
        String line = untrusted.replaceAll("\\p{C}", " ").strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
    }
}
