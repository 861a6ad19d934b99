package io.spate.plugin.tracker;

import io.spate.api.tracker.ShownUrl;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One announce of a torrent to a tracker, and what came of it. Confined to the plugin's loop. */
final class Announce implements Round.Messages {
    private static final Logger LOG = LoggerFactory.getLogger(Announce.class);

    private final TorrentAnnounces announces;
    private final Tracker tracker;
    private final Traffic totals;
    private final Function<Endpoint, Optional<AnnounceEvent>> events;
    private final RoundResult result = new RoundResult();
    private AnnounceEvent event = AnnounceEvent.REGULAR;
    private Optional<Round> round = Optional.empty();
    private Future<Void> end = Future.succeededFuture();
    private boolean cancelled;

    /** @param events what to tell each endpoint; empty for nothing */
    Announce(
            TorrentAnnounces announces,
            Tracker tracker,
            Traffic totals,
            Function<Endpoint, Optional<AnnounceEvent>> events) {
        this.announces = announces;
        this.tracker = tracker;
        this.totals = totals;
        this.events = events;
    }

    /** Completes at the end, never fails: how it went is in {@link #result}. */
    Future<Void> run(Duration timeout) {
        Round started = announces.round(tracker, timeout, this);
        round = Optional.of(started);
        end = started.run(tracker.url(), announces.hashes()).otherwise(failure -> {
            result.add(failure);
            return null;
        });
        return end;
    }

    /** What {@link #run} returned. */
    Future<Void> end() {
        return end;
    }

    /** Gives up: no reply is heard any more. */
    void cancel() {
        cancelled = true;
        round.ifPresent(Round::cancel);
    }

    boolean isCancelled() {
        return cancelled;
    }

    Tracker tracker() {
        return tracker;
    }

    RoundResult result() {
        return result;
    }

    /** What was told: of several endpoints, the weightiest. */
    AnnounceEvent event() {
        return event;
    }

    @Override
    public Optional<AnnounceRequest> request(Endpoint endpoint, int port) {
        Optional<AnnounceEvent> told = events.apply(endpoint);
        told.filter(one -> event == AnnounceEvent.REGULAR).ifPresent(one -> event = one);
        return told.map(one -> announces.request(tracker, endpoint, port, totals, one));
    }

    @Override
    public void onReply(Endpoint endpoint, AnnounceRequest request, AsyncResult<AnnounceReply> reply) {
        if (reply.failed()) {
            result.add(reply.cause());
            LOG.debug(
                    "{} over {}: {}",
                    ShownUrl.of(tracker.url().text()),
                    endpoint.family(),
                    reply.cause().getMessage());
            return;
        }
        result.add(reply.result());
        if (reply.result() instanceof AnnounceReply.Answer answer) {
            announces.onAnswer(tracker, endpoint, request, totals, answer);
        }
    }
}
