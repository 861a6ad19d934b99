package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.alert.AlertCategory;
import io.spate.api.encryption.LinkEncryption;
import io.spate.api.peer.PeerSearch;
import io.spate.api.tracker.TrackerAnnounced;
import io.spate.api.tracker.TrackerFailed;
import io.spate.api.tracker.TrackerWarning;
import io.spate.testkit.FakeTorrent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a search tells trackers and hears from them, over HTTP. */
class TrackerSearchTest extends OpenSearchTest {
    @Test
    void hasNothingToDoForATorrentWithoutTrackers() {
        make();
        assertThat(source.open(torrent, sink)).isEmpty();
        assertThat(source.servesPrivateTorrents()).isTrue();
    }

    @Test
    void tellsPeersAndPostsWhatTheTrackerSaid() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        open(tracker);
        TrackerAnnounced alert = announced(1).get(0);
        assertThat(sink.found()).containsExactly(peer("1.2.3.4", 6881));
        assertThat(alert)
                .isEqualTo(new TrackerAnnounced(
                        context.clock().instant(),
                        torrent.infoHashes().best(),
                        tracker.url(),
                        "started",
                        1,
                        Optional.of(3),
                        Optional.of(4),
                        Duration.ofSeconds(900),
                        Optional.empty()));
        assertThat(alert.message())
                .isEqualTo(
                        "tracker " + tracker.url() + " answered started: 1 peers, 3 seeds, 4 leechers, next in 900 s");
    }

    @Test
    void walksThroughTheLifeOfATorrent() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        torrent.withStatus(FakeTorrent.downloading(1000, 50, 5));
        PeerSearch search = open(tracker);
        announced(1);
        torrent.withStatus(FakeTorrent.downloading(400, 650, 25));
        context.time().advance(Duration.ofSeconds(900));
        announced(2);
        torrent.withStatus(FakeTorrent.seeding(0, 1050, 30));
        context.time().run(search::onCompleted);
        announced(3);
        context.time().advance(Duration.ofSeconds(900));
        announced(4);
        close(search);
        assertThat(tracker.events()).containsExactly("started", "-", "completed", "-", "stopped");
        assertThat(values(tracker, "left")).containsExactly("1000", "400", "0", "0", "0");
        assertThat(values(tracker, "downloaded")).containsExactly("0", "600", "1000", "1000", "1000");
        assertThat(values(tracker, "uploaded")).containsExactly("0", "20", "25", "25", "25");
        assertThat(values(tracker, "numwant")).containsExactly("200", "200", "200", "200", "0");
        assertThat(new HashSet<>(values(tracker, "key"))).hasSize(1);
        assertThat(values(tracker, "port")).containsOnly("6881");
        assertThat(announced(5).get(4).message()).endsWith("answered stopped: 1 peers, 3 seeds, 4 leechers");
    }

    private static List<String> values(FakeHttpTracker tracker, String parameter) {
        return tracker.uris().stream()
                .map(uri -> FakeHttpTracker.parameter(uri, parameter))
                .toList();
    }

    @Test
    void doesNotTellAPartialSeedAsComplete() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        torrent.withStatus(FakeTorrent.seeding(700, 300, 0));
        context.time().advance(Duration.ofSeconds(900));
        announced(2);
        close(search);
        assertThat(tracker.events()).containsExactly("started", "paused", "stopped");
    }

    @Test
    void tellsThatItCompletedThoughItLeavesAtOnce() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        torrent.withStatus(FakeTorrent.seeding(0, 1000, 0));
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> {
            search.onCompleted();
            closed.add(search.close());
        });
        context.time().await(closed.get(0));
        assertThat(tracker.events()).containsExactly("started", "completed", "stopped");
        assertThat(values(tracker, "left").get(1)).isEqualTo("0");
        assertThat(context.time().pendingTimers()).isZero();
    }

    @Test
    void waitsForWhatItIsAboutToTellBeforeItTellsOfTheCompletionAndLeaves() {
        make();
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(asked::add);
        PeerSearch search = open(tracker);
        context.time().await("started", () -> asked.size() == 1);
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> {
            search.onCompleted();
            closed.add(search.close());
        });
        for (int answers = 1; answers <= 3; answers++) {
            int count = answers;
            context.time().await(count + " announces", () -> asked.size() == count);
            asked.get(count - 1).response().end(FakeHttpTracker.body(ONE_PEER));
        }
        context.time().await(closed.get(0));
        assertThat(tracker.events()).containsExactly("started", "completed", "stopped");
        assertThat(sink.found()).isEmpty();
    }

    @Test
    void givesUpTellingOfTheCompletionWhenTheTrackerIsSilent() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        tracker.answering(request -> {});
        context.time().run(search::onCompleted);
        context.time().await("completed", () -> tracker.uris().size() == 2);
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> closed.add(search.close()));
        context.time().advance(TorrentAnnounces.LEAVE_BOUND);
        context.time().await(closed.get(0));
        for (int announces = 3; announces <= 4; announces++) {
            int count = announces;
            context.time().advance(Duration.ofSeconds(5));
            context.time().await(count + " announces", () -> tracker.uris().size() == count);
        }
        context.time().advance(Duration.ofSeconds(5));
        context.time().await("the end", () -> context.time().pendingTimers() == 0);
        assertThat(tracker.events()).containsExactly("started", "completed", "completed", "stopped");
    }

    @Test
    void tellsAPositiveNumberWhileTheSizeIsNotKnown() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context);
        torrent.withStatus(FakeTorrent.withoutMetadata());
        open(tracker);
        announced(1);
        assertThat(values(tracker, "left")).containsExactly("16384");
    }

    @Test
    void givesBackTheTrackerId() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering("d8:intervali900e10:tracker id3:a\u00ffbe");
        PeerSearch search = open(tracker);
        announced(1);
        close(search);
        assertThat(values(tracker, "trackerid")).containsExactly("-", "a\u00ffb");
    }

    @Test
    void saysStartedAgainUntilItIsHeardAndDoesNotTakeLeaveOfOneThatNeverAnswered() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).failing();
        PeerSearch search = open(tracker);
        TrackerFailed first = failed(1).get(0);
        assertThat(first.reason()).isEqualTo("nope");
        assertThat(first.retryIn()).contains(Duration.ofMillis(17_500));
        assertThat(first.message()).isEqualTo("tracker " + tracker.url() + " failed: nope (1 times, again in 17 s)");
        context.time().advance(Duration.ofMillis(17_500));
        assertThat(failed(2).get(1).timesFailed()).isEqualTo(2);
        close(search);
        assertThat(tracker.events()).containsExactly("started", "started");
    }

    @Test
    void goesToTheNextTierWhenOneFails() {
        make();
        FakeHttpTracker bad = new FakeHttpTracker(context).failing();
        FakeHttpTracker good = new FakeHttpTracker(context).answering(ONE_PEER);
        open(List.of(List.of(bad.url()), List.of(good.url())));
        announced(1);
        assertThat(bad.uris()).hasSize(1);
        assertThat(good.events()).containsExactly("started");
    }

    @Test
    void passesAWarningOnAndLeavesOurOwnAddressesOut() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context);
        tracker.answering("d11:external ip4:\5\6\7\10" + "5:peers18:\5\6\7\10\32\u00e1\177\0\0\1\32\u00e1\5\6\7\10\0\1"
                + "15:warning message3:olde");
        open(tracker);
        TrackerAnnounced alert = announced(1).get(0);
        assertThat(alert.externalAddress()).contains("5.6.7.8");
        assertThat(context.alerts().of(TrackerWarning.class))
                .extracting(TrackerWarning::message)
                .containsExactly("tracker " + tracker.url() + " warns: old");
        assertThat(sink.found()).containsExactly(peer("5.6.7.8", 1));
    }

    @Test
    void namesEachTrackerThatItCannotUseOnce() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context);
        open(List.of(
                List.of("ws://t.example:1/announce", "wss://t.example/", "nonsense"),
                List.of(tracker.url() + "?info_hash=x", tracker.url())));
        announced(1);
        assertThat(context.alerts().of(TrackerFailed.class))
                .extracting(TrackerFailed::message)
                .containsExactly(
                        "tracker ws://t.example:1/announce failed: protocol: ws is not supported"
                                + " (expected: http, https or udp) (not tried again)",
                        "tracker wss://t.example/ failed: protocol: wss is not supported"
                                + " (expected: http, https or udp) (not tried again)",
                        "tracker nonsense failed: tracker URL: nonsense (expected: http://, https:// or udp://)"
                                + " (not tried again)",
                        "tracker " + tracker.url() + "?... failed: query has the parameter info_hash, which is"
                                + " ours to set (ssrf-mitigation) (not tried again)");
        assertThat(tracker.uris()).hasSize(1);
    }

    @Test
    void announcesBothInfoHashesOfAHybridTorrent() {
        make();
        InfoHash v1 = InfoHash.v1Of(new byte[1]);
        InfoHash v2 = InfoHash.v2Of(new byte[1]);
        torrent = new FakeTorrent(new InfoHashes(Optional.of(v1), Optional.of(v2)));
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        close(search);
        assertThat(tracker.events()).containsExactly("started", "started", "stopped", "stopped");
        Set<String> hashes = new HashSet<>(values(tracker, "info_hash"));
        assertThat(hashes).hasSize(2);
        assertThat(tracker.uris().get(0) + tracker.uris().get(1))
                .contains("info_hash=" + AnnounceQuery.escape(v1.toBytes()))
                .contains("info_hash=" + AnnounceQuery.escape(v2.truncated().toBytes()));
        assertThat(announced(1)).first().extracting(TrackerAnnounced::peers).isEqualTo(2);
    }

    @Test
    void tellsTrackersOfEncryptionOnlyWhileAPluginSeesToIt() throws IOException {
        make("spate.plugins.encryption.policy = forced");
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        open(tracker);
        announced(1);
        context.session().with((LinkEncryption) () -> LinkEncryption.Acceptance.ENCRYPTED);
        open(tracker);
        announced(2);

        assertThat(tracker.uris().get(0)).doesNotContain("crypto");
        assertThat(tracker.uris().get(1)).contains("supportcrypto=1&requirecrypto=1");
    }

    @Test
    void isServedByATrackerOfWhichOneFamilyFails() throws IOException {
        make();
        InetAddress six = InetAddress.getByName("::1");
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(six) != null, "this machine has no IPv6 loopback");
        context.session()
                .listeningOn(List.of(new InetSocketAddress("127.0.0.1", 7001), new InetSocketAddress(six, 7002)));
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        context.network().name("both.example", List.of(six, InetAddress.getByName("127.0.0.1")));
        open(List.of(List.of("http://both.example:" + tracker.port() + "/announce")));
        assertThat(announced(1).get(0).peers()).isEqualTo(1);
        assertThat(context.alerts().of(TrackerFailed.class)).isEmpty();
        assertThat(values(tracker, "port")).containsExactly("7001");
    }

    @Test
    void announcesOverEachFamilyWithTheSameKey() throws IOException {
        make();
        InetAddress six = InetAddress.getByName("::1");
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(six) != null, "this machine has no IPv6 loopback");
        context.session()
                .listeningOn(List.of(new InetSocketAddress("127.0.0.1", 7001), new InetSocketAddress(six, 7002)));
        FakeHttpTracker four = new FakeHttpTracker(context).answering(ONE_PEER);
        List<HttpServerRequest> overSix = new CopyOnWriteArrayList<>();
        context.time()
                .await(context.network()
                        .vertx()
                        .createHttpServer(new HttpServerOptions())
                        .requestHandler(request -> {
                            overSix.add(request);
                            request.response().end(FakeHttpTracker.body(ONE_PEER));
                        })
                        .listen(four.port(), "::1"));
        context.network().name("both.example", List.of(six, InetAddress.getByName("127.0.0.1")));
        open(List.of(List.of("http://both.example:" + four.port() + "/announce")));
        assertThat(announced(1).get(0).peers()).isEqualTo(2);
        assertThat(overSix).hasSize(1);
        assertThat(FakeHttpTracker.parameter(overSix.get(0).uri(), "port")).isEqualTo("7002");
        assertThat(FakeHttpTracker.parameter(overSix.get(0).uri(), "key"))
                .isEqualTo(values(four, "key").get(0));
    }

    @Test
    void withdrawsThePeersOfAPrivateTorrentWhenItsTrackerChanges() {
        make();
        torrent.withPrivate(true);
        FakeHttpTracker first = new FakeHttpTracker(context).answering(ONE_PEER);
        FakeHttpTracker second = new FakeHttpTracker(context).answering("d8:intervali900e5:peers6:\5\6\7\10\0\1e");
        open(List.of(List.of(first.url()), List.of(second.url())));
        announced(1);
        assertThat(sink.found()).containsExactly(peer("1.2.3.4", 6881));
        first.failing();
        context.time().advance(Duration.ofSeconds(900));
        announced(2);
        assertThat(sink.withdrawals()).isEqualTo(1);
        assertThat(sink.found()).containsExactly(peer("5.6.7.8", 1));
    }

    @Test
    void keepsThePeersOfAPublicTorrentWhenItsTrackerChanges() {
        make();
        FakeHttpTracker first = new FakeHttpTracker(context).answering(ONE_PEER);
        FakeHttpTracker second = new FakeHttpTracker(context).answering(ONE_PEER);
        open(List.of(List.of(first.url()), List.of(second.url())));
        announced(1);
        first.failing();
        context.time().advance(Duration.ofSeconds(900));
        announced(2);
        assertThat(sink.withdrawals()).isZero();
    }

    @Test
    void asksAgainEarlyWhenPeersAreNeeded() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        context.time().run(() -> search.onNeed(40));
        context.time().advance(Duration.ofSeconds(59));
        assertThat(tracker.uris()).hasSize(1);
        context.time().advance(Duration.ofSeconds(1));
        announced(2);
    }

    @Test
    void givesUpItsAnnouncesWhenItCloses() {
        make();
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        FakeHttpTracker silent = new FakeHttpTracker(context).answering(asked::add);
        PeerSearch search = open(silent);
        context.time().await("the announce", () -> !asked.isEmpty());
        close(search);
        context.time().advance(Duration.ofHours(1));
        assertThat(silent.uris()).hasSize(1);
        assertThat(context.time().pendingTimers()).isZero();
    }

    @Test
    void doesNotWaitLongForATrackerThatDoesNotLetItGo() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        PeerSearch search = open(tracker);
        announced(1);
        tracker.answering(request -> {});
        List<Future<Void>> closed = new ArrayList<>();
        context.time().run(() -> closed.add(search.close()));
        context.time().await("the farewell", () -> tracker.uris().size() == 2);
        assertThat(closed.get(0).isComplete()).isFalse();
        context.time().advance(TorrentAnnounces.LEAVE_BOUND);
        context.time().await(closed.get(0));
        context.time().advance(Duration.ofSeconds(5));
        assertThat(failed(1).get(0).reason()).isEqualTo("no answer within 5 s");
    }

    @Test
    void survivesAHostWithoutAnAddress() {
        make();
        open(List.of(List.of("http://unknown.example/announce")));
        assertThat(failed(1).get(0).reason()).startsWith("host: unknown.example");
    }

    @Test
    void obeysATrackerThatWillNotServeTheTorrent() {
        make();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering("d14:failure reason4:gone8:retry in5:nevere");
        open(tracker);
        assertThat(failed(1).get(0).retryIn()).isEmpty();
        context.time().advance(Duration.ofDays(10));
        assertThat(tracker.uris()).hasSize(1);
    }

    @Test
    void makesNoAlertsThatNobodyWants() {
        make();
        context.alerts().wanting(EnumSet.noneOf(AlertCategory.class));
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(ONE_PEER);
        open(List.of(List.of("ws://t.example:1"), List.of(tracker.url())));
        context.time().await("a peer", () -> !sink.found().isEmpty());
        assertThat(context.alerts().posted()).isEmpty();
    }

    @Test
    void runsNoMoreAnnouncesAtOnceThanAllowed() {
        make("spate.plugins.tracker.max-parallel = 2");
        List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
        FakeHttpTracker tracker = new FakeHttpTracker(context).answering(waiting::add);
        for (int seed = 10; seed < 15; seed++) {
            torrent = FakeTorrent.ofSeed(seed);
            open(tracker);
        }
        context.time().await("two announces", () -> waiting.size() == 2);
        waiting.forEach(request -> request.response().end(FakeHttpTracker.body(ONE_PEER)));
        context.time().await("two more", () -> waiting.size() == 4);
        assertThat(announced(2)).hasSize(2);
    }
}
