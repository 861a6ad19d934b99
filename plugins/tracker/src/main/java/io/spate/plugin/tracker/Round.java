package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.net.Network;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells one tracker of one torrent: over each family that it has and we listen on, for each info-hash, all at once. Confined
 * to the plugin's loop.
 */
final class Round {
    private final Announcer announcer;
    private final Network network;
    private final Loop loop;
    private final Duration timeout;
    private final Messages messages;
    private final List<Exchange<?>> exchanges = new ArrayList<>();
    private final Promise<Void> end = Promise.promise();
    private int pending;
    private boolean cancelled;

    /** @param timeout of the name look-up, and of each announce */
    Round(Announcer announcer, Network network, Loop loop, Duration timeout, Messages messages) {
        this.announcer = announcer;
        this.network = network;
        this.loop = loop;
        this.timeout = timeout;
        this.messages = messages;
    }

    /** Completes when every endpoint was told or failed; fails if the tracker has no address. */
    Future<Void> run(TrackerUrl url, List<InfoHash> hashes) {
        Loop.Timer deadline = loop.schedule(
                timeout,
                () -> end.tryFail(new SpateException(
                        ErrorCode.UNREACHABLE,
                        "host " + url.host() + " not resolved within " + timeout.toSeconds() + " s")));
        network.resolve(url.host())
                .onComplete(found -> loop.execute(() -> {
                    deadline.cancel();
                    onResolved(url, hashes, found);
                }));
        return end.future();
    }

    private void onResolved(TrackerUrl url, List<InfoHash> hashes, AsyncResult<List<InetAddress>> found) {
        if (found.failed()) {
            end.tryFail(found.cause());
            return;
        }
        if (!cancelled && !end.future().isComplete()) {
            announce(url, hashes, found.result());
        }
    }

    private void announce(TrackerUrl url, List<InfoHash> hashes, List<InetAddress> addresses) {
        pending = 1; // held until all have begun
        for (Route route : Route.between(network.listenAddresses(), addresses)) {
            for (InfoHash hash : hashes) {
                Endpoint endpoint = new Endpoint(hash, route.family());
                messages.request(endpoint, route.port())
                        .ifPresent(request -> announce(endpoint, new Target(url, route.addresses()), request));
            }
        }
        onOneEnded();
    }

    private void announce(Endpoint endpoint, Target target, AnnounceRequest request) {
        pending++;
        Exchange<AnnounceReply> exchange = announcer.announce(target, request, timeout);
        exchanges.add(exchange);
        exchange.reply().onComplete(reply -> {
            if (!cancelled) {
                messages.onReply(endpoint, request, reply);
            }
            onOneEnded();
        });
    }

    private void onOneEnded() {
        if (--pending == 0) {
            end.tryComplete();
        }
    }

    /** Gives up; what still comes is ignored. */
    void cancel() {
        cancelled = true;
        exchanges.forEach(Exchange::cancel);
        end.tryFail(new SpateException(ErrorCode.STOPPED, "announce cancelled"));
    }

    /** What to say to each endpoint, and who hears the replies. Called on the plugin's loop. */
    interface Messages {
        /** Empty if there is nothing to say there. */
        Optional<AnnounceRequest> request(Endpoint endpoint, int port);

        void onReply(Endpoint endpoint, AnnounceRequest request, AsyncResult<AnnounceReply> reply);
    }
}
