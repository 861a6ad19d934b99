package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedAnnouncerTest {
    private static final Target TARGET =
            new Target(TrackerUrl.parse("http://t/"), List.of(InetAddress.getLoopbackAddress()));

    private final List<Running> running = new ArrayList<>();
    private final Promise<ScrapeReply> scraped = Promise.promise();
    private int scrapes;
    private final BoundedAnnouncer bounded = new BoundedAnnouncer(new Recorder(), 2);

    private Exchange<AnnounceReply> announce(AnnounceEvent event) {
        return bounded.announce(TARGET, Requests.of(event), Duration.ofSeconds(1));
    }

    @Test
    void letsNoMoreRunThanItsBound() {
        IntStream.range(0, 5).forEach(i -> announce(AnnounceEvent.REGULAR));
        assertThat(running).hasSize(2);
        running.get(0).reply.fail("one");
        running.get(1).reply.complete(new Refusal("two", Retry.NEVER));
        assertThat(running).hasSize(4);
    }

    @Test
    void passesTheReplyOn() {
        Exchange<AnnounceReply> exchange = announce(AnnounceEvent.REGULAR);
        AnnounceReply reply = new Refusal("no", Retry.NEVER);
        running.get(0).reply.complete(reply);
        assertThat(exchange.reply().result()).isSameAs(reply);
    }

    @Test
    void letsThoseWhoLeaveGoFirst() {
        announce(AnnounceEvent.REGULAR);
        announce(AnnounceEvent.REGULAR);
        announce(AnnounceEvent.STARTED);
        announce(AnnounceEvent.STOPPED);
        running.get(0).reply.fail("done");
        assertThat(running.get(2).event).isEqualTo(AnnounceEvent.STOPPED);
    }

    @Test
    void forgetsWhatIsCancelledWhileItWaits() {
        announce(AnnounceEvent.REGULAR);
        announce(AnnounceEvent.REGULAR);
        Exchange<AnnounceReply> waiting = announce(AnnounceEvent.REGULAR);
        waiting.cancel();
        assertThat(waiting.reply().failed()).isTrue();
        running.get(0).reply.fail("done");
        running.get(1).reply.fail("done");
        assertThat(running).hasSize(2);
    }

    @Test
    void countsScrapesWithAnnounces() {
        announce(AnnounceEvent.REGULAR);
        Exchange<ScrapeReply> scrape = bounded.scrape(TARGET, List.of(Requests.HASH), Duration.ofSeconds(1));
        announce(AnnounceEvent.REGULAR);
        assertThat(scrapes).isEqualTo(1);
        assertThat(running).hasSize(1);
        scraped.complete(new ScrapeReply.Numbers(Map.of()));
        assertThat(scrape.reply().succeeded()).isTrue();
        assertThat(running).hasSize(2);
    }

    @Test
    void cancelsWhatRuns() {
        announce(AnnounceEvent.REGULAR).cancel();
        assertThat(running.get(0).cancelled).isTrue();
    }

    private final class Recorder implements Announcer {
        @Override
        public boolean speaks(String scheme) {
            return true;
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int maxScrape() {
            return 1;
        }

        @Override
        public Exchange<ScrapeReply> scrape(Target target, List<InfoHash> hashes, Duration timeout) {
            scrapes++;
            return new Exchange<>() {
                @Override
                public Future<ScrapeReply> reply() {
                    return scraped.future();
                }

                @Override
                public void cancel() {}
            };
        }

        @Override
        public Exchange<AnnounceReply> announce(Target target, AnnounceRequest request, Duration timeout) {
            Running exchange = new Running(request.event());
            running.add(exchange);
            return exchange;
        }
    }

    private static final class Running implements Exchange<AnnounceReply> {
        private final AnnounceEvent event;
        private final Promise<AnnounceReply> reply = Promise.promise();
        private boolean cancelled;

        private Running(AnnounceEvent event) {
            this.event = event;
        }

        @Override
        public Future<AnnounceReply> reply() {
            return reply.future();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
