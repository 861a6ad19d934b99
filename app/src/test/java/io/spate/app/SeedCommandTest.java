package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SeedCommandTest {
    @TempDir
    private Path home;

    private TestApp app(Consumer<FakeTorrentHandle> script) {
        return new TestApp(home, script);
    }

    private static CompletableFuture<Integer> running(TestApp app, String... arguments) {
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> app.run(arguments));
        while (!status.isDone() && app.out().stream().noneMatch(line -> line.startsWith("READY"))) {
            Thread.onSpinWait();
        }
        return status;
    }

    @Test
    void printsReadyOnceItServesAndServesUntilItIsStopped() throws Exception {
        TestApp app = app(torrent -> torrent.check(64));

        CompletableFuture<Integer> status = running(app, "seed", "a.torrent");

        assertThat(app.out()).last().isEqualTo("READY a: 16.0 MiB on 127.0.0.1:6881");
        assertThat(app.engine.session.added().get(0).added().seedOnly()).isTrue();
        assertThat(status).isNotDone();
        app.stop.asked().complete(null);
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void failsWhenDataAreIncompleteAndSaysWhatToDo() {
        TestApp app = app(torrent -> torrent.check(63));

        assertThat(app.run("seed", "--dir", home.toString(), "a.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).hasSize(1);
        assertThat(app.err().get(0))
                .startsWith("spate: a: 63 of 64 pieces are there in " + home)
                .contains("--dir", "--partial", "spate get");
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void servesIncompleteDataIfItMay() throws Exception {
        TestApp app = app(torrent -> torrent.check(32));

        CompletableFuture<Integer> status = running(app, "seed", "--partial", "a.torrent");

        assertThat(app.out()).anyMatch(line -> line.startsWith("READY a: 8.0 MiB"));
        app.stop.asked().complete(null);
        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void hasNotServedWhenItIsStoppedWhileItChecks() {
        TestApp app = app(torrent -> {});
        app.stop.asked().complete(null);

        assertThat(app.run("seed", "a.torrent")).isEqualTo(ExitStatus.STOPPED);
        assertThat(app.out()).noneMatch(line -> line.startsWith("READY"));
    }

    @Test
    void endsWhenTheLastTorrentFailsWhileItServes() throws Exception {
        TestApp app = app(torrent -> torrent.check(64));
        CompletableFuture<Integer> status = running(app, "seed", "a.torrent");

        app.engine.session.added().get(0).fail(new SpateException(ErrorCode.STORAGE_FAILED, "the disk is gone"));

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).containsExactly("spate: a: the disk is gone");
    }
}
