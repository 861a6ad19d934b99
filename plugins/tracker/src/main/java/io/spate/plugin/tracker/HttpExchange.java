package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One question by HTTP, with its redirects, its time-outs and the next address if one cannot be reached. Confined to the
 * plugin's loop.
 */
final class HttpExchange<T> implements Exchange<T> {
    private final HttpAnnouncer announcer;
    private final Loop loop;
    private final String parameters;
    private final Function<byte[], T> decoder;
    private final Promise<T> reply = Promise.promise();
    private Loop.Timer deadline = () -> {};
    private Loop.Timer idle = () -> {};
    private Optional<HttpHop> hop = Optional.empty();
    private TrackerUrl original;
    private int redirects;
    private boolean triedAgain;
    private boolean done;

    /**
     * @param parameters to be added to the URL
     * @param decoder of the body; fails with {@code PROTOCOL}
     */
    HttpExchange(HttpAnnouncer announcer, String parameters, Function<byte[], T> decoder) {
        this.announcer = announcer;
        this.loop = announcer.loop();
        this.parameters = parameters;
        this.decoder = decoder;
    }

    HttpExchange<T> start(Target target, Duration timeout) {
        original = target.url();
        deadline = loop.schedule(timeout, () -> fail(ErrorCode.UNREACHABLE, "no answer within " + shown(timeout)));
        go(target.url().withParameters(parameters), target.addresses());
        return this;
    }

    @Override
    public Future<T> reply() {
        return reply.future();
    }

    @Override
    public void cancel() {
        fail(ErrorCode.STOPPED, "announce cancelled");
    }

    private void go(TrackerUrl url, List<InetAddress> addresses) {
        InetAddress address = addresses.get(0);
        Optional<String> refusal = announcer.guard().refuses(url, address);
        if (refusal.isPresent()) {
            fail(ErrorCode.PROTOCOL, refusal.get());
            return;
        }
        HttpHop next = new HttpHop(announcer, url, address, credentials(url));
        hop = Optional.of(next);
        watch(next, url, addresses);
        next.send()
                .onComplete(result -> loop.execute(() -> {
                    if (isCurrent(next) && result.succeeded()) {
                        onReply(url, address, result.result());
                    } else if (isCurrent(next)) {
                        onFailure(next, url, addresses, result.cause());
                    }
                }));
    }

    private boolean isCurrent(HttpHop asked) {
        return !done && hop.filter(now -> now == asked).isPresent();
    }

    /** The user's name and password are for the server they were given for. */
    private String credentials(TrackerUrl url) {
        return url.userInfo().isEmpty() && url.isAtSameServerAs(original) ? original.userInfo() : url.userInfo();
    }

    private void onFailure(HttpHop failed, TrackerUrl url, List<InetAddress> addresses, Throwable cause) {
        if (failed.wasStale() && !triedAgain) {
            triedAgain = true;
            go(url, addresses);
        } else if (!failed.isConnected() && addresses.size() > 1) {
            go(url, addresses.subList(1, addresses.size()));
        } else if (cause instanceof SpateException known) {
            fail(known);
        } else {
            fail(ErrorCode.UNREACHABLE, reason(cause));
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : Words.line(message);
    }

    private void onReply(TrackerUrl url, InetAddress from, HttpReply answer) {
        if (answer.isRedirect()) {
            idle.cancel();
            follow(url, from, answer.location().orElseThrow());
            return;
        }
        try {
            T decoded = decoder.apply(answer.body().content());
            if (answer.status() == 200 || decoded instanceof Refusal) {
                end();
                reply.complete(decoded);
            } else {
                failByStatus(answer.status());
            }
        } catch (SpateException e) {
            if (answer.status() == 200) {
                fail(e);
            } else {
                failByStatus(answer.status());
            }
        }
    }

    private void failByStatus(int status) {
        fail(ErrorCode.PROTOCOL, "HTTP status: " + status + " (expected: 200)");
    }

    private void follow(TrackerUrl url, InetAddress from, String location) {
        if (++redirects > announcer.settings().maxRedirects()) {
            fail(
                    ErrorCode.PROTOCOL,
                    "redirects: " + redirects + " (expected: at most "
                            + announcer.settings().maxRedirects() + ")");
            return;
        }
        try {
            TrackerUrl next = withQuery(url, url.resolve(location));
            if (!announcer.speaks(next.scheme())) {
                fail(ErrorCode.PROTOCOL, "redirect to " + next.scheme() + ": (expected: http or https)");
                return;
            }
            announcer
                    .network()
                    .resolve(next.host())
                    .onComplete(found -> loop.execute(() -> {
                        if (!done && found.succeeded()) {
                            redirect(next, from, found.result());
                        } else if (!done) {
                            fail(ErrorCode.UNREACHABLE, "redirect to " + next.host() + ": " + reason(found.cause()));
                        }
                    }));
        } catch (SpateException e) {
            fail(ErrorCode.PROTOCOL, "redirect: " + e.getMessage());
        }
    }

    /** A redirect that says nothing about the query means the same query; one without our parameters gets them. */
    private TrackerUrl withQuery(TrackerUrl from, TrackerUrl to) {
        if (to.query().isEmpty()) {
            return to.withParameters(from.query().orElse(parameters));
        }
        return to.query().get().contains("info_hash=") ? to : to.withParameters(parameters);
    }

    private void redirect(TrackerUrl next, InetAddress from, List<InetAddress> found) {
        List<InetAddress> addresses = Route.of(Route.family(from), found);
        if (addresses.isEmpty()) {
            fail(ErrorCode.UNREACHABLE, "redirect to " + next.host() + ", which has no address of the same family");
            return;
        }
        for (InetAddress to : addresses) {
            Optional<String> refusal = announcer.guard().refusesRedirect(from, to);
            if (refusal.isPresent()) {
                fail(ErrorCode.PROTOCOL, refusal.get());
                return;
            }
        }
        go(next, addresses);
    }

    /** Gives an address up when nothing was heard from it for a while, however often something was heard before. */
    private void watch(HttpHop watched, TrackerUrl url, List<InetAddress> addresses) {
        idle.cancel();
        Duration patience = announcer.settings().idleTimeout();
        Duration left = patience.minusNanos(loop.nanoTime() - watched.lastHeard());
        if (left.isNegative() || left.isZero()) {
            watched.abandon();
            onFailure(
                    watched,
                    url,
                    addresses,
                    new SpateException(ErrorCode.UNREACHABLE, "silent for " + shown(patience)));
            return;
        }
        idle = loop.schedule(left, () -> {
            if (isCurrent(watched)) {
                watch(watched, url, addresses);
            }
        });
    }

    private void fail(ErrorCode code, String message) {
        fail(new SpateException(code, message));
    }

    private void fail(SpateException failure) {
        if (!done) {
            end();
            reply.fail(failure);
        }
    }

    private void end() {
        done = true;
        deadline.cancel();
        idle.cancel();
        hop.ifPresent(HttpHop::abandon);
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
