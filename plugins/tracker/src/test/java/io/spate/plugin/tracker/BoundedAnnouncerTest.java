package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedAnnouncerTest {
    private static final Target TARGET =
            new Target(TrackerUrl.parse("http://t/"), List.of(InetAddress.getLoopbackAddress()));

    private final List<Running> running = new ArrayList<>();
    private final BoundedAnnouncer bounded = new BoundedAnnouncer(new Recorder(), 2);

    private Exchange announce(AnnounceEvent event) {
        return bounded.announce(TARGET, Requests.of(event), Duration.ofSeconds(1));
    }

    @Test
    void letsNoMoreRunThanItsBound() {
        IntStream.range(0, 5).forEach(i -> announce(AnnounceEvent.REGULAR));
        assertThat(running).hasSize(2);
        running.get(0).reply.fail("one");
        running.get(1).reply.complete(new AnnounceReply.Refusal("two", Retry.NEVER));
        assertThat(running).hasSize(4);
    }

    @Test
    void passesTheReplyOn() {
        Exchange exchange = announce(AnnounceEvent.REGULAR);
        AnnounceReply reply = new AnnounceReply.Refusal("no", Retry.NEVER);
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
        Exchange waiting = announce(AnnounceEvent.REGULAR);
        waiting.cancel();
        assertThat(waiting.reply().failed()).isTrue();
        running.get(0).reply.fail("done");
        running.get(1).reply.fail("done");
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
        public Exchange announce(Target target, AnnounceRequest request, Duration timeout) {
            Running exchange = new Running(request.event());
            running.add(exchange);
            return exchange;
        }
    }

    private static final class Running implements Exchange {
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
