package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerSink;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentStatus;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The trackers of one torrent at work, until we leave. Confined to the plugin's loop. */
final class TorrentAnnounces {
    /** The kernel waits about two seconds; a tracker that answers later still hears us, while the session runs. */
    static final Duration LEAVE_BOUND = Duration.ofMillis(1500);

    private final TrackerSource source;
    private final PluginContext context;
    private final TorrentView torrent;
    private final PeerSink sink;
    private final int key;
    private final Loop loop;
    private final long origin;
    private final TrackerAlerts alerts;
    private final TrackerTiers tiers;
    private final AnnounceSchedule schedule;
    private final Map<Tracker, Announce> running = new HashMap<>();
    private Optional<Tracker> provider = Optional.empty();
    private Loop.Timer wake = () -> {};
    private boolean left;

    TorrentAnnounces(TrackerSource source, TorrentView torrent, PeerSink sink, int key) {
        this.source = source;
        this.context = source.context();
        this.torrent = torrent;
        this.sink = sink;
        this.key = key;
        this.loop = context.timers().loop();
        this.origin = loop.nanoTime();
        this.alerts = new TrackerAlerts(context.alerts(), context.clock(), torrent.id());
        this.tiers = new TrackerTiers(
                torrent.trackers(), source::refusal, source.settings().preferUdp(), context.random());
        this.schedule = new AnnounceSchedule(
                tiers, source.settings(), new Jitter(source.settings().jitter(), context.random()));
    }

    void start() {
        tiers.unusable().forEach(alerts::unusable);
        announceDue();
    }

    void onNeed(int peers) {
        schedule.onNeed(peers);
        announceDue();
    }

    void onCompleted() {
        schedule.onCompleted();
        announceDue();
    }

    private void announceDue() {
        if (left) {
            return;
        }
        wake.cancel();
        if (torrent.isPrivate()) {
            schedule.exclusive();
        }
        for (Tracker tracker : schedule.takeDue(now())) {
            announce(tracker);
        }
        if (schedule.wakeAt() != Tracker.NEVER) {
            wake = loop.schedule(Duration.ofNanos(Math.max(0, schedule.wakeAt() - now())), this::announceDue);
        }
    }

    private void announce(Tracker tracker) {
        TorrentStatus status = torrent.status();
        boolean isPartialSeed = status.isFinished() && status.left() > 0;
        Announce announce = new Announce(
                this,
                tracker,
                Traffic.of(status),
                endpoint -> Optional.of(schedule.event(tracker, endpoint, isPartialSeed)));
        running.put(tracker, announce);
        announce.run(source.announcer(tracker.url()).patience()).onComplete(end -> {
            running.remove(tracker);
            if (!announce.isCancelled()) {
                onEnd(announce);
                announceDue();
            }
        });
    }

    private void onEnd(Announce announce) {
        Tracker tracker = announce.tracker();
        RoundResult result = announce.result();
        if (result.isAnswered()) {
            Duration next = schedule.onAnswer(tracker, now(), result.interval(), result.minInterval());
            alerts.announced(tracker.url(), announce.event(), result, next);
            scrapeIfWanted(tracker, result);
        } else {
            Optional<Duration> next = schedule.onFailure(tracker, now(), result.retry());
            alerts.failed(tracker.url(), announce.event(), result.reason(), next, tracker.failures());
        }
    }

    /** Of a hybrid torrent the version 1 swarm, which is the larger one. */
    private void scrapeIfWanted(Tracker tracker, RoundResult announced) {
        ScrapeSettings settings = source.settings().scrape();
        boolean due = !left && settings.isWanted(announced) && tracker.takeScrape(now(), settings.interval());
        if (due) {
            source.scrapes().ask(tracker.url(), hashes().get(0)).onComplete(answer -> {
                if (!left) {
                    alerts.scraped(tracker.url(), answer);
                }
            });
        }
    }

    /** One endpoint of a tracker serves us; others may still be asked. */
    void onAnswer(
            Tracker tracker, Endpoint endpoint, AnnounceRequest request, Traffic totals, AnnounceReply.Answer answer) {
        if (request.event() == AnnounceEvent.STARTED) {
            schedule.onRegistered(tracker, endpoint, totals);
        }
        tracker.registration(endpoint).ifPresent(registration -> {
            answer.trackerId().ifPresent(registration::onTrackerId);
            if (request.event() == AnnounceEvent.COMPLETED) {
                registration.onToldCompleted();
            }
        });
        answer.warning().ifPresent(warning -> alerts.warned(tracker.url(), warning));
        if (!left) {
            deliver(tracker, request.port(), answer);
        }
    }

    private void deliver(Tracker tracker, int port, AnnounceReply.Answer answer) {
        if (torrent.isPrivate() && provider.filter(before -> before != tracker).isPresent()) {
            sink.onWithdrawn(); // BEP 27: peers of one tracker at a time
        }
        provider = Optional.of(tracker);
        Set<PeerAddress> own = new HashSet<>();
        answer.externalAddress().ifPresent(address -> own.add(PeerAddress.ip(address, port)));
        for (InetSocketAddress address : context.session().listenAddresses()) {
            own.add(PeerAddress.of(address));
        }
        sink.onFound(answer.peers().stream().filter(peer -> !own.contains(peer)).toList());
    }

    /**
     * Ends it all: trackers that know us are told that we leave, and before that, if it is so and they were not told yet, that
     * the download is complete. What else runs is given up.
     *
     * @param last how the torrent stood
     * @param done completed when all have answered, or after {@link #LEAVE_BOUND}
     */
    void leave(TorrentStatus last, Promise<Void> done) {
        left = true;
        wake.cancel();
        List<Future<Void>> farewells =
                tiers.all().stream().map(tracker -> leave(tracker, last)).toList();
        Loop.Timer bound = loop.schedule(LEAVE_BOUND, done::tryComplete);
        Future.join(farewells).onComplete(end -> {
            bound.cancel();
            done.tryComplete();
        });
    }

    private Future<Void> leave(Tracker tracker, TorrentStatus last) {
        return settled(tracker)
                .compose(settled -> schedule.owesCompleted(tracker)
                        ? tell(tracker, last, AnnounceEvent.COMPLETED, registration -> !registration.toldCompleted())
                        : Future.succeededFuture())
                .compose(told -> tracker.isRegistered()
                        ? tell(tracker, last, AnnounceEvent.STOPPED, registration -> true)
                        : Future.succeededFuture());
    }

    /**
     * The announce under way is given up, unless it tells that the download is complete, or that is owed once it has ended:
     * told again, it would count twice.
     */
    private Future<Void> settled(Tracker tracker) {
        Announce announce = running.get(tracker);
        if (announce == null) {
            return Future.succeededFuture();
        }
        if (!schedule.isCompleted()) {
            announce.cancel();
            return announce.end();
        }
        Loop.Timer patience = loop.schedule(source.settings().stopTimeout(), announce::cancel);
        return announce.end().onComplete(end -> patience.cancel());
    }

    /** The last words to one tracker, wherever it knows us and they are news. */
    private Future<Void> tell(
            Tracker tracker, TorrentStatus last, AnnounceEvent event, Predicate<Tracker.Registration> isNews) {
        Announce announce = new Announce(this, tracker, Traffic.of(last), endpoint -> tracker.registration(endpoint)
                .filter(isNews)
                .map(registration -> event));
        return announce.run(source.settings().stopTimeout()).onComplete(end -> {
            RoundResult result = announce.result();
            if (result.isAnswered()) {
                alerts.announced(tracker.url(), event, result, Duration.ZERO);
            } else {
                alerts.failed(tracker.url(), event, result.reason(), Optional.empty(), tracker.failures() + 1);
            }
        });
    }

    AnnounceRequest request(Tracker tracker, Endpoint endpoint, int port, Traffic totals, AnnounceEvent event) {
        TrackerSettings settings = source.settings();
        Optional<Tracker.Registration> registration = tracker.registration(endpoint);
        Traffic traffic =
                totals.since(registration.map(Tracker.Registration::start).orElse(totals));
        return new AnnounceRequest(
                endpoint.infoHash(),
                context.session().peerId(),
                port,
                event == AnnounceEvent.COMPLETED ? traffic.withNothingLeft() : traffic,
                key,
                event,
                event == AnnounceEvent.STOPPED ? 0 : settings.numWant(),
                source.encryption(),
                registration.flatMap(Tracker.Registration::trackerId),
                settings.announceAddress());
    }

    Round round(Tracker tracker, Duration timeout, Round.Messages messages) {
        return new Round(source.announcer(tracker.url()), context.network(), loop, timeout, messages);
    }

    /** Both of a hybrid torrent: each has a swarm of its own (BEP 52). */
    List<InfoHash> hashes() {
        InfoHashes hashes = torrent.infoHashes();
        return Stream.of(hashes.v1(), hashes.v2())
                .flatMap(Optional::stream)
                .map(InfoHash::truncated)
                .toList();
    }

    private long now() {
        return loop.nanoTime() - origin;
    }
}
