package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.alert.ListenFailed;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GetCommandTest {
    private static final String MAGNET = "magnet:?xt=urn:btih:0000000000000000000000000000000000000000";

    @TempDir
    private Path home;

    private static void finish(FakeTorrentHandle torrent) {
        torrent.finish(1 << 20);
    }

    @Test
    void printsDoneWhenAllIsThere() {
        TestApp app = new TestApp(home, GetCommandTest::finish);

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.DONE);
        assertThat(app.out()).last().asString().startsWith("DONE a: 16.0 MiB in ");
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void saysThatNothingWasMissing() {
        TestApp app = new TestApp(home, torrent -> torrent.finish(0));

        app.run("get", "a.torrent");

        assertThat(app.out()).last().isEqualTo("DONE a: 16.0 MiB, all there already");
    }

    @Test
    void printsDoneOnceAfterTheLastOfSeveral() {
        TestApp app = new TestApp(home, GetCommandTest::finish);

        assertThat(app.run("get", "-q", "a.torrent", MAGNET)).isEqualTo(ExitStatus.DONE);
        assertThat(app.out()).hasSize(3);
        assertThat(app.out()).filteredOn(line -> line.startsWith("DONE")).containsExactly("DONE 2 torrents: 32.0 MiB");
        assertThat(app.out()).filteredOn(line -> line.startsWith("finished")).hasSize(2);
    }

    @Test
    void handsOnWhatTheCommandLineSays() {
        TestApp app = new TestApp(home, GetCommandTest::finish);

        app.run(
                "get",
                "--dir",
                home.resolve("data").toString(),
                "--state",
                home.resolve("state").toString(),
                "--listen",
                "[::1]:6881",
                "--peer",
                "192.0.2.1:1",
                "--peer",
                "[2001:db8::1]:2",
                "--set",
                "spate.transports=[tcp]",
                "--config",
                home.resolve("my.conf").toString(),
                "--sequential",
                "--files",
                "1",
                "a.torrent");

        SessionRequest request = app.engine.started;
        assertThat(request.listen()).containsExactly(new HostAndPort("::1", 6881));
        assertThat(request.state()).contains(home.resolve("state"));
        assertThat(request.settings()).containsExactly(new Setting("spate.transports", "[tcp]"));
        assertThat(request.configuration()).contains(home.resolve("my.conf"));
        AddTorrent added = app.engine.session.added().get(0).added();
        assertThat(added.directory()).isEqualTo(home.resolve("data"));
        assertThat(added.peers())
                .containsExactly(
                        PeerAddress.parse("192.0.2.1:1").orElseThrow(),
                        PeerAddress.parse("[2001:db8::1]:2").orElseThrow());
        assertThat(added.sequential()).isTrue();
        assertThat(added.filePriorities()).containsExactly(4);
        assertThat(added.seedOnly()).isFalse();
    }

    @Test
    void keepsItsStateWhereTheSystemWantsIt() {
        TestApp app = new TestApp(home, GetCommandTest::finish);

        app.run("get", "a.torrent");

        assertThat(app.engine.started.state()).isEmpty();
        assertThat(app.engine.started.usualState()).isEqualTo(home.resolve(".local/state/spate"));
    }

    @Test
    void failsWithTheTorrent() {
        TestApp app = new TestApp(
                home, torrent -> torrent.fail(new SpateException(ErrorCode.STORAGE_FULL, "a: the disk is full")));

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).containsExactly("spate: a: a: the disk is full");
        assertThat(app.out()).noneMatch(line -> line.startsWith("DONE"));
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void getsTheOthersWhenOneFails() {
        TestApp app = new TestApp(home, torrent -> {
            if (torrent.name().equals("a")) {
                torrent.fail(new SpateException(ErrorCode.STORAGE_FULL, "the disk is full"));
            } else {
                torrent.finish(1);
            }
        });

        assertThat(app.run("get", "a.torrent", "b.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.out()).anyMatch(line -> line.startsWith("finished b"));
        assertThat(app.out()).noneMatch(line -> line.startsWith("DONE"));
    }

    @Test
    void isNotDoneWhenItIsStopped() {
        TestApp app = new TestApp(home);
        app.stop.asked().complete(null);

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.STOPPED);
    }

    @Test
    void stopsTheSessionInOrderWhenAskedWhileItDownloads() throws Exception {
        CompletableFuture<FakeTorrentHandle> added = new CompletableFuture<>();
        TestApp app = new TestApp(home, added::complete);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> app.run("get", "a.torrent"));

        added.get(10, TimeUnit.SECONDS).check(32);
        app.stop.asked().complete(null);

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.STOPPED);
        assertThat(app.engine.session.isStopped()).isTrue();
        assertThat(app.out()).last().asString().startsWith("stopped: a: downloading 50% of 16.0 MiB");
    }

    @Test
    void saysThatNothingFindsPeersWhereItWaitsForSome() throws Exception {
        CompletableFuture<FakeTorrentHandle> added = new CompletableFuture<>();
        TestApp app = new TestApp(home, added::complete);
        app.engine.session.with();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> app.run("get", "a.torrent"));
        added.get(10, TimeUnit.SECONDS).check(32);
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                app.err().isEmpty() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        app.stop.asked().complete(null);

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.STOPPED);
        assertThat(app.err()).hasSize(1);
        assertThat(app.err().get(0))
                .startsWith("spate: no plugin is loaded that finds peers")
                .contains("--peer");
    }

    @Test
    void servesAfterDoneUntilItIsStoppedAndHasNotFailedThen() throws Exception {
        CompletableFuture<FakeTorrentHandle> added = new CompletableFuture<>();
        TestApp app = new TestApp(home, added::complete);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> app.run("get", "--seed", "a.torrent"));

        added.get(10, TimeUnit.SECONDS).finish(1);
        while (!status.isDone() && app.out().stream().noneMatch(line -> line.startsWith("DONE"))) {
            Thread.onSpinWait();
        }
        assertThat(status).isNotDone();
        assertThat(app.engine.session.isStopped()).isFalse();
        app.stop.asked().complete(null);

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void stopsASessionThatStartsTooLate() throws Exception {
        TestApp app = new TestApp(home);
        Promise<Session> starting = Promise.promise();
        app.engine.starting = starting.future();
        app.stop.asked().complete(null);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> app.run("get", "a.torrent"));

        starting.complete(app.engine.session);

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.STOPPED);
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void saysWhatToDoWhenAnotherProcessHasTheState() {
        TestApp app = new TestApp(home);
        app.engine.starting = Future.failedFuture(new SpateException(ErrorCode.STATE_FAILED, "the lock is taken"));

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).hasSize(1);
        assertThat(app.err().get(0)).contains("the lock is taken").contains("--state DIR");
    }

    @Test
    void warnsOfATroubleOnceAndLeavesTheEndToTheVerb() {
        TestApp app = new TestApp(home, torrent -> torrent.finish(1));
        FakeRunningSession session = new FakeRunningSession(torrent -> {
            Instant now = Instant.EPOCH;
            app.engine.session.post(new ListenFailed(now, "192.0.2.1:1", "tcp", "in use"));
            app.engine.session.post(new ListenFailed(now, "192.0.2.1:1", "tcp", "in use"));
            app.engine.session.post(
                    new TorrentFailed(now, torrent.infoHashes().best(), torrent.name(), "the disk is full"));
            torrent.finish(1);
        });
        app.engine.session = session;
        app.engine.starting = Future.succeededFuture(session);

        app.run("get", "a.torrent");

        assertThat(app.err()).containsExactly("spate: cannot listen on 192.0.2.1:1 by tcp: in use");
    }

    @Test
    void printsNothingButAlertsAsJson() {
        TestApp app = new TestApp(home);
        FakeRunningSession session = new FakeRunningSession(torrent -> {
            app.engine.session.post(new ListenFailed(Instant.EPOCH, "192.0.2.1:1", "tcp", "in use"));
            torrent.finish(1);
        });
        app.engine.session = session;
        app.engine.starting = Future.succeededFuture(session);

        assertThat(app.run("get", "--json", "a.torrent")).isEqualTo(ExitStatus.DONE);
        assertThat(app.out()).containsExactly("{\"alert\":\"ListenFailed\"}");
    }
}
