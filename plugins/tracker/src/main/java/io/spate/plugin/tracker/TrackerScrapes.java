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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scrapes of one tracker: one at a time, of as many torrents as it takes. Confined to the plugin's loop. */
final class TrackerScrapes {
    /** Long enough for torrents that start together to be asked for together. */
    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final TrackerUrl url;
    private final Announcer announcer;
    private final Network network;
    private final Loop loop;
    private final Map<InfoHash, Promise<SwarmNumbers>> waiting = new LinkedHashMap<>();
    private int atOnce;
    private boolean busy;

    TrackerScrapes(TrackerSource source, TrackerUrl url) {
        this.url = url;
        this.announcer = source.announcer(url);
        this.network = source.context().network();
        this.loop = source.context().timers().loop();
        this.atOnce = announcer.maxScrape();
    }

    Future<SwarmNumbers> ask(InfoHash hash) {
        Promise<SwarmNumbers> promise = waiting.computeIfAbsent(hash, unknown -> Promise.promise());
        scheduleNext();
        return promise.future();
    }

    /** Whether it may be forgotten. */
    boolean isIdle() {
        return !busy && waiting.isEmpty();
    }

    private void scheduleNext() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            loop.schedule(GATHERING, this::scrape);
        }
    }

    private void scrape() {
        Map<InfoHash, Promise<SwarmNumbers>> batch = new LinkedHashMap<>();
        waiting.entrySet().stream().limit(atOnce).forEach(entry -> batch.put(entry.getKey(), entry.getValue()));
        waiting.keySet().removeAll(batch.keySet());
        List<InfoHash> hashes = List.copyOf(batch.keySet());
        network.resolve(url.host())
                .compose(found -> onLoop(found, hashes))
                .onComplete(reply -> loop.execute(() -> onReply(reply, batch)));
    }

    private Future<ScrapeReply> onLoop(List<InetAddress> found, List<InfoHash> hashes) {
        Promise<ScrapeReply> reply = Promise.promise();
        loop.execute(() -> Route.between(network.listenAddresses(), found).stream()
                .findFirst()
                .map(route -> announcer.scrape(new Target(url, route.addresses()), hashes, announcer.patience()))
                .ifPresentOrElse(
                        exchange -> exchange.reply().onComplete(reply),
                        () -> reply.fail(new SpateException(ErrorCode.UNREACHABLE, "no address can be used"))));
        return reply.future();
    }

    private void onReply(AsyncResult<ScrapeReply> reply, Map<InfoHash, Promise<SwarmNumbers>> batch) {
        busy = false;
        if (reply.succeeded() && reply.result() instanceof ScrapeReply.Numbers numbers) {
            batch.forEach((hash, asked) -> tell(asked, numbers.swarms().get(hash)));
        } else if (batch.size() > 1 && isRefusal(reply)) {
            atOnce = Math.max(1, batch.size() / 2); // may be but the number that it does not like
            waiting.putAll(again(batch));
        } else {
            SpateException failure = new SpateException(ErrorCode.UNREACHABLE, reason(reply));
            batch.values().forEach(asked -> asked.fail(failure));
        }
        scheduleNext();
    }

    private Map<InfoHash, Promise<SwarmNumbers>> again(Map<InfoHash, Promise<SwarmNumbers>> batch) {
        Map<InfoHash, Promise<SwarmNumbers>> again = new LinkedHashMap<>(batch);
        waiting.forEach((hash, asked) -> {
            Promise<SwarmNumbers> earlier = again.remove(hash); // asked for once more meanwhile
            if (earlier != null) {
                asked.future().onComplete(earlier);
            }
        });
        return again;
    }

    private static void tell(Promise<SwarmNumbers> asked, SwarmNumbers known) {
        if (known == null) {
            asked.fail(new SpateException(ErrorCode.UNREACHABLE, "the tracker does not know the torrent"));
        } else {
            asked.complete(known);
        }
    }

    /** The tracker spoke, unlike one that cannot be reached. */
    private static boolean isRefusal(AsyncResult<ScrapeReply> reply) {
        return reply.succeeded() || reply.cause() instanceof SpateException known && known.code() == ErrorCode.PROTOCOL;
    }

    private static String reason(AsyncResult<ScrapeReply> reply) {
        if (reply.succeeded() && reply.result() instanceof Refusal refusal) {
            return refusal.reason();
        }
        String message = reply.cause().getMessage();
        return Words.line(message == null ? reply.cause().getClass().getSimpleName() : message);
    }
}
