package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.api.tracker.TrackerFailed;
import io.spate.api.tracker.TrackerScrapeFailed;
import io.spate.api.tracker.TrackerScraped;
import io.spate.api.tracker.TrackerWarning;
import io.vertx.core.AsyncResult;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tells what became of one torrent's announces, if anybody wants to know. */
final class TrackerAlerts {
    private final Alerts alerts;
    private final Clock clock;
    private final InfoHash torrent;

    TrackerAlerts(Alerts alerts, Clock clock, InfoHash torrent) {
        this.alerts = alerts;
        this.clock = clock;
        this.torrent = torrent;
    }

    void announced(TrackerUrl url, AnnounceEvent event, RoundResult result, Duration interval) {
        if (alerts.wants(AlertCategory.TRACKER)) {
            alerts.post(new TrackerAnnounced(
                    clock.instant(),
                    torrent,
                    url.text(),
                    event.wire(),
                    result.peers(),
                    result.complete(),
                    result.incomplete(),
                    interval,
                    result.externalAddress()));
        }
    }

    void warned(TrackerUrl url, String warning) {
        if (alerts.wants(AlertCategory.TRACKER)) {
            alerts.post(new TrackerWarning(clock.instant(), torrent, url.text(), warning));
        }
    }

    void failed(TrackerUrl url, AnnounceEvent event, String reason, Optional<Duration> retryIn, int timesFailed) {
        if (alerts.wants(AlertCategory.TRACKER)) {
            alerts.post(new TrackerFailed(
                    clock.instant(), torrent, url.text(), event.wire(), Words.line(reason), retryIn, timesFailed));
        }
    }

    void scraped(TrackerUrl url, AsyncResult<SwarmNumbers> answer) {
        if (!alerts.wants(AlertCategory.TRACKER)) {
            return;
        }
        if (answer.succeeded()) {
            SwarmNumbers swarm = answer.result();
            alerts.post(new TrackerScraped(
                    clock.instant(), torrent, url.text(), swarm.complete(), swarm.incomplete(), swarm.downloaded()));
        } else {
            alerts.post(new TrackerScrapeFailed(
                    clock.instant(),
                    torrent,
                    url.text(),
                    Words.line(answer.cause().getMessage())));
        }
    }

    void unusable(TrackerTiers.Unusable tracker) {
        if (alerts.wants(AlertCategory.TRACKER)) {
            alerts.post(new TrackerFailed(
                    clock.instant(),
                    torrent,
                    Words.line(tracker.url()),
                    "",
                    Words.line(tracker.reason()),
                    Optional.empty(),
                    0));
        }
    }
}
