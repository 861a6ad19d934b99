package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"get", "seed", "create", "info", "verify", "plugins", "config", "demo"})
    void helpsWithEveryVerb(String verb) {
        TestApp app = new TestApp(home);

        assertThat(app.run(verb, "--help")).isZero();
        assertThat(app.out().get(0)).startsWith("Usage: spate " + verb);
        assertThat(app.err()).isEmpty();
    }

    @Test
    void listsTheVerbs() {
        TestApp app = new TestApp(home);

        assertThat(app.run("--help")).isZero();
        assertThat(String.join("\n", app.out()))
                .contains("get ", "seed ", "create ", "info ", "verify ", "plugins ", "config ", "demo ");
    }

    @Test
    void listsTheVerbsToWhoNamesAnother() {
        TestApp app = new TestApp(home);

        assertThat(app.run("gte", "a.torrent")).isEqualTo(ExitStatus.USAGE);
        assertThat(app.err())
                .containsExactly(
                        "spate: there is no verb 'gte' (expected: one of get, seed, create, info, verify, plugins,"
                                + " config, demo) ('spate --help' tells more)");
    }

    @Test
    void tellsItsVersion() {
        TestApp app = new TestApp(home);

        assertThat(app.run("--version")).isZero();
        assertThat(app.out()).containsExactly("spate 1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fetch",
                "--nonsense",
                "get",
                "get --nonsense a.torrent",
                "get --peer nowhere a.torrent",
                "get --peer 192.0.2.1:0 a.torrent",
                "get --listen 192.0.2.1 a.torrent",
                "get --set nothing a.torrent",
                "get --files 0 a.torrent",
                "get --files 2 a.torrent",
                "get --files 1 magnet:?xt=urn:btih:0000000000000000000000000000000000000000",
                "get --dir",
                "seed",
                "seed magnet:?xt=urn:btih:0000000000000000000000000000000000000000",
                "create",
                "create --piece-length huge x",
                "info",
                "verify",
                "verify magnet:?xt=urn:btih:0000000000000000000000000000000000000000",
                "demo --size 1",
                "demo --size 1000g"
            })
    void answersAMistakeWithOneLineAndStatusTwo(String line) {
        TestApp app = new TestApp(home);

        assertThat(app.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(ExitStatus.USAGE);
        assertThat(app.err()).hasSize(1);
        assertThat(app.err().get(0)).startsWith("spate").contains("--help");
        assertThat(app.out()).isEmpty();
    }

    @Test
    void guessesWhatAMisspeltOptionMeans() {
        TestApp app = new TestApp(home);

        app.run("get", "--peeer", "192.0.2.1:6881", "a.torrent");

        assertThat(app.err().get(0)).contains("--peer");
    }

    @Test
    void tellsAFailureInOneLineWithoutAStackTrace() {
        TestApp app = new TestApp(home);

        assertThat(app.run("info", "bad.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).containsExactly("spate: bad.torrent: not a torrent (expected: a dictionary)");
    }

    @Test
    void tellsEachWrongSettingOnALineAndEndsWithStatusTwo() {
        TestApp app = new TestApp(home);
        app.engine.starting = Future.failedFuture(new SpateException(
                ErrorCode.BAD_SETTING, "a.conf: 3: spate.x: unknown key\na.conf: 4: spate.y: unknown key"));

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.USAGE);
        assertThat(app.err())
                .isEqualTo(List.of("spate: a.conf: 3: spate.x: unknown key", "spate: a.conf: 4: spate.y: unknown key"));
    }

    @Test
    void takesADefectForAFailureAndSaysHowToLearnMore() {
        TestApp app = new TestApp(home);
        app.engine.starting = Future.failedFuture(new IllegalStateException("one\ntwo"));

        assertThat(app.run("get", "a.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err())
                .containsExactly(
                        "spate: internal error: java.lang.IllegalStateException: one two (--debug tells where)");
    }
}
