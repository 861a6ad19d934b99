package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.tracker.TrackerScrapeFailed;
import io.spate.api.tracker.TrackerScraped;
import io.spate.testkit.FakeTorrent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When trackers are scraped, and for what (BEP 48). */
class TrackerScrapesTest extends OpenSearchTest {
    @Test
    void scrapesATrackerWhoseAnnouncesTellNoNumbers() {
        make();
        FakeHttpTracker tracker = scrapable("d8:intervali900e5:peers0:e");
        open(tracker);
        announced(1);
        context.time().advance(Duration.ofSeconds(1));
        context.time().await("the numbers", () -> !context.alerts()
                .of(TrackerScraped.class)
                .isEmpty());
        assertThat(context.alerts().of(TrackerScraped.class))
                .extracting(TrackerScraped::message)
                .containsExactly("tracker " + tracker.url() + " was scraped: 3 seeds, 4 leechers, completed 9 times");
        context.time().advance(Duration.ofSeconds(900));
        announced(2);
        context.time().advance(Duration.ofSeconds(1));
        assertThat(scrapes(tracker)).isEqualTo(1);
    }

    @Test
    void doesNotScrapeATrackerThatTellsTheNumbers() {
        make();
        FakeHttpTracker tracker = scrapable(ONE_PEER);
        open(tracker);
        announced(1);
        assertThat(context.time().pendingTimers()).isEqualTo(1); // the next announce
    }

    @Test
    void scrapesEveryTrackerIfToldTo() {
        make("spate.plugins.tracker.scrape.when = always");
        FakeHttpTracker tracker = scrapable(ONE_PEER);
        open(tracker);
        announced(1);
        context.time().advance(Duration.ofSeconds(1));
        context.time().await("a scrape", () -> scrapes(tracker) == 1);
    }

    @Test
    void scrapesForAllTorrentsOfATrackerAtOnce() {
        make("spate.plugins.tracker.scrape.when = always");
        FakeHttpTracker tracker = scrapable(ONE_PEER);
        for (int seed = 20; seed < 25; seed++) {
            torrent = FakeTorrent.ofSeed(seed);
            open(tracker);
        }
        announced(5);
        context.time().advance(Duration.ofSeconds(1));
        context.time()
                .await(
                        "five answers",
                        () -> context.alerts().of(TrackerScrapeFailed.class).size() == 5);
        assertThat(context.alerts().of(TrackerScrapeFailed.class))
                .extracting(TrackerScrapeFailed::reason)
                .containsOnly("the tracker does not know the torrent");
        assertThat(scrapes(tracker)).isEqualTo(1);
    }

    @Test
    void scrapesForFewerAtOnceIfTheTrackerRefusesMany() {
        make("spate.plugins.tracker.scrape.when = always");
        FakeHttpTracker tracker = new FakeHttpTracker(context);
        tracker.answering(request -> request.response()
                .end(FakeHttpTracker.body(
                        !request.path().equals("/scrape")
                                ? ONE_PEER
                                : request.query().split("info_hash=", -1).length > 2
                                        ? "d14:failure reason8:too manye"
                                        : "d5:filesdee")));
        for (int seed = 20; seed < 23; seed++) {
            torrent = FakeTorrent.ofSeed(seed);
            open(tracker);
        }
        announced(3);
        for (int i = 1; i <= 4; i++) {
            int asked = i;
            context.time().advance(Duration.ofSeconds(1));
            context.time().await("scrape " + i, () -> scrapes(tracker) == asked && isBetweenScrapes());
        }
        assertThat(context.alerts().of(TrackerScrapeFailed.class)).hasSize(3);
    }

    /** Besides the next announces of three torrents, the next scrape is all that is to come. */
    private boolean isBetweenScrapes() {
        boolean isLast = context.alerts().of(TrackerScrapeFailed.class).size() == 3;
        return context.time().pendingTimers() == (isLast ? 3 : 4);
    }

    private FakeHttpTracker scrapable(String announced) {
        FakeHttpTracker tracker = new FakeHttpTracker(context);
        String hash = new String(torrent.infoHashes().best().toBytes(), StandardCharsets.ISO_8859_1);
        String scraped = "d5:filesd20:" + hash + "d8:completei3e10:downloadedi9e10:incompletei4eeee";
        return tracker.answering(request ->
                request.response().end(FakeHttpTracker.body(request.path().equals("/scrape") ? scraped : announced)));
    }

    private static long scrapes(FakeHttpTracker tracker) {
        return tracker.uris().stream().filter(uri -> uri.startsWith("/scrape?")).count();
    }
}
