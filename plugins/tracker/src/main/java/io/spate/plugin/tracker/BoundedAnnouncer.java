package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets only so many questions run at once; the others wait, {@code stopped} in front. The queue needs no bound of its own: a
 * tracker of a torrent has at most one announce for each endpoint, and a tracker one scrape. The time-out of a question
 * begins when it runs.
 */
final class BoundedAnnouncer implements Announcer {
    private final Announcer announcer;
    private final int atMost;
    private final Deque<Waiting<?>> queue = new ArrayDeque<>();
    private int running;

    BoundedAnnouncer(Announcer announcer, int atMost) {
        this.announcer = announcer;
        this.atMost = atMost;
    }

    @Override
    public boolean speaks(String scheme) {
        return announcer.speaks(scheme);
    }

    @Override
    public Duration patience() {
        return announcer.patience();
    }

    @Override
    public Exchange<AnnounceReply> announce(Target target, AnnounceRequest request, Duration timeout) {
        Waiting<AnnounceReply> waiting = new Waiting<>(() -> announcer.announce(target, request, timeout));
        if (request.event() == AnnounceEvent.STOPPED) {
            queue.addFirst(waiting);
        } else {
            queue.addLast(waiting);
        }
        startNext();
        return waiting;
    }

    @Override
    public int maxScrape() {
        return announcer.maxScrape();
    }

    @Override
    public Exchange<ScrapeReply> scrape(Target target, List<InfoHash> hashes, Duration timeout) {
        Waiting<ScrapeReply> waiting = new Waiting<>(() -> announcer.scrape(target, hashes, timeout));
        queue.addLast(waiting);
        startNext();
        return waiting;
    }

    private void startNext() {
        while (running < atMost && !queue.isEmpty()) {
            running++;
            queue.removeFirst().start();
        }
    }

    private void onEnd() {
        running--;
        startNext();
    }

    private final class Waiting<T> implements Exchange<T> {
        private final Supplier<Exchange<T>> starter;
        private final Promise<T> reply = Promise.promise();
        private Optional<Exchange<T>> started = Optional.empty();

        private Waiting(Supplier<Exchange<T>> starter) {
            this.starter = starter;
        }

        private void start() {
            Exchange<T> exchange = starter.get();
            started = Optional.of(exchange);
            exchange.reply().onComplete(result -> {
                onEnd();
                reply.handle(result);
            });
        }

        @Override
        public Future<T> reply() {
            return reply.future();
        }

        @Override
        public void cancel() {
            started.ifPresent(Exchange::cancel);
            if (queue.remove(this)) {
                reply.fail(new SpateException(ErrorCode.STOPPED, "announce cancelled while it waited"));
            }
        }
    }
}
