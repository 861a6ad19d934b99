package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Lets only so many announces run at once; the others wait, {@code stopped} in front. The queue needs no bound of its own: a
 * tracker of a torrent has at most one announce for each endpoint. The time-out of an announce begins when it runs.
 */
final class BoundedAnnouncer implements Announcer {
    private final Announcer announcer;
    private final int atMost;
    private final Deque<Waiting> queue = new ArrayDeque<>();
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
    public Exchange announce(Target target, AnnounceRequest request, Duration timeout) {
        Waiting waiting = new Waiting(target, request, timeout);
        if (request.event() == AnnounceEvent.STOPPED) {
            queue.addFirst(waiting);
        } else {
            queue.addLast(waiting);
        }
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

    private final class Waiting implements Exchange {
        private final Target target;
        private final AnnounceRequest request;
        private final Duration timeout;
        private final Promise<AnnounceReply> reply = Promise.promise();
        private Optional<Exchange> started = Optional.empty();

        private Waiting(Target target, AnnounceRequest request, Duration timeout) {
            this.target = target;
            this.request = request;
            this.timeout = timeout;
        }

        private void start() {
            Exchange exchange = announcer.announce(target, request, timeout);
            started = Optional.of(exchange);
            exchange.reply().onComplete(result -> {
                onEnd();
                reply.handle(result);
            });
        }

        @Override
        public Future<AnnounceReply> reply() {
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
