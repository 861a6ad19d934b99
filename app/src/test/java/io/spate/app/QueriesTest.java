package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.session.PluginStatus;
import io.spate.api.session.RequiredPluginException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that ask and end: create, info, verify, plugins, config. */
class QueriesTest {
    @TempDir
    private Path home;

    @Test
    void writesATorrentAndTellsWhatItIs() throws Exception {
        TestApp app = new TestApp(home);
        Path file = home.resolve("out.torrent");

        assertThat(app.run(
                        "create",
                        "--tracker",
                        "http://tracker.example/announce",
                        "--piece-length",
                        "1MiB",
                        "--private",
                        "-o",
                        file.toString(),
                        home.toString()))
                .isZero();

        assertThat(file).hasContent("a torrent");
        assertThat(app.engine.created.trackers()).containsExactly("http://tracker.example/announce");
        assertThat(app.engine.created.pieceLength()).hasValue(1 << 20);
        assertThat(app.engine.created.isPrivate()).isTrue();
        assertThat(app.engine.created.createdBy()).contains("Spate 1.2.3");
        assertThat(app.out()).first().isEqualTo(file.toString());
        assertThat(app.out()).anyMatch(line -> line.startsWith("info-hash v1"));
        assertThat(Files.list(home)).containsExactly(file);
    }

    @Test
    void makesNoTorrentWithATrackerThatIsNone() {
        TestApp app = new TestApp(home);
        Path file = home.resolve("out.torrent");

        assertThat(app.run("create", "--tracker=foo", "-o", file.toString(), home.toString()))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(app.err())
                .singleElement()
                .asString()
                .contains("--tracker")
                .contains("'foo' (expected: a URL with http, https, udp, ws or wss)");
        assertThat(file).doesNotExist();
    }

    @Test
    void leavesNoTraceOfItsMakerIfItShouldNot() {
        TestApp app = new TestApp(home);

        app.run("create", "--anonymous", "-o", home.resolve("out.torrent").toString(), home.toString());

        assertThat(app.engine.created.createdBy()).isEmpty();
        assertThat(app.engine.created.creationDate()).isEmpty();
    }

    @Test
    void replacesATorrentOnlyByForce() throws Exception {
        TestApp app = new TestApp(home);
        Path file = Files.writeString(home.resolve("out.torrent"), "old");

        assertThat(app.run("create", "-o", file.toString(), home.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).containsExactly("spate: " + file + ": is there already (--force replaces it)");
        assertThat(file).hasContent("old");
        assertThat(app.run("create", "--force", "-o", file.toString(), home.toString()))
                .isZero();
        assertThat(file).hasContent("a torrent");
    }

    @Test
    void showsFilesAsATreeWithTheirNumbers() {
        TestApp app = new TestApp(home);

        assertThat(app.run("info", "tree.torrent")).isZero();

        assertThat(app.out())
                .endsWith(
                        "files         3",
                        "                    tree/",
                        "                      a/",
                        "     1      1000 B      one.txt",
                        "                        b/",
                        "     3     4.9 KiB        two.sh (executable)",
                        "     4        20 B    three (hidden)");
    }

    @Test
    void showsAMagnetLink() {
        TestApp app = new TestApp(home);

        assertThat(app.run("info", "MAGNET:?xt=urn:btih:whatever")).isZero();
        assertThat(app.out()).hasSize(2);
        assertThat(app.out().get(1)).startsWith("info-hash v1  ");
    }

    @Test
    void showsATorrentAsOneLineOfJson() {
        TestApp app = new TestApp(home);

        assertThat(app.run("info", "--json", "tree.torrent")).isZero();
        assertThat(app.out()).hasSize(1);
        assertThat(app.out().get(0))
                .startsWith("{\"name\":\"tree\",\"infoHashV1\":\"")
                .contains("{\"path\":\"tree/a/b/two.sh\",\"length\":5000,\"offset\":1024,\"executable\":true}");
    }

    @Test
    void tellsOfEachFileWhetherItIsRight() {
        TestApp app = new TestApp(home);
        app.engine.checked = new CheckedData(
                3,
                8,
                List.of(
                        new CheckedData.File("x/whole", 100, 100, true),
                        new CheckedData.File("x/half", 100, 50, true),
                        new CheckedData.File("x/gone", 100, 0, false)));

        assertThat(app.run("verify", "a.torrent")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.out())
                .containsExactly(
                        "ok               100 B  x/whole",
                        "50% right        100 B  x/half",
                        "missing          100 B  x/gone",
                        "3 of 8 pieces are there and right");
    }

    @Test
    void saysWhereItLookedIfNothingIsThere() {
        TestApp app = new TestApp(home);
        app.engine.checked = new CheckedData(0, 8, List.of(new CheckedData.File("x", 100, 0, false)));

        assertThat(app.run("verify", "a.torrent", "--dir", home.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(app.err()).containsExactly("spate: nothing of it is in " + home + " (--dir names another folder)");
    }

    @Test
    void isContentWithDataThatAreRight() {
        TestApp app = new TestApp(home);
        app.engine.checked = new CheckedData(8, 8, List.of());

        assertThat(app.run("verify", "a.torrent")).isZero();
    }

    @Test
    void listsPluginsAndWhyOneDoesNotRun() {
        TestApp app = new TestApp(home);
        app.engine.session.with(
                new PluginStatus(
                        "tracker",
                        "0.1.0",
                        PluginStatus.State.STARTED,
                        "Finds peers",
                        List.of("PeerSource tracker"),
                        Optional.empty()),
                new PluginStatus(
                        "odd",
                        "9",
                        PluginStatus.State.REFUSED,
                        "Odd",
                        List.of(),
                        Optional.of("needs API 9 (expected: 0.1)")));

        assertThat(app.run("plugins")).isZero();
        assertThat(app.out())
                .containsExactly(
                        "tracker          0.1.0     started   Finds peers",
                        "    PeerSource tracker",
                        "odd              9         refused   Odd",
                        "    problem: needs API 9 (expected: 0.1)");
        assertThat(app.engine.started.listen()).hasToString("[127.0.0.1:0]");
        assertThat(app.engine.started.state().orElseThrow()).doesNotExist();
        assertThat(app.engine.session.isStopped()).isTrue();
    }

    @Test
    void listsPluginsThoughOneIsRequiredAndDoesNotRun() {
        TestApp app = new TestApp(home);
        PluginStatus off = new PluginStatus(
                "encryption", "0.1.0", PluginStatus.State.DISABLED, "Encrypts", List.of(), Optional.empty());
        app.engine.starting = Future.failedFuture(
                new RequiredPluginException("policy is forced, but plugin encryption is switched off", List.of(off)));

        assertThat(app.run("plugins")).isEqualTo(ExitStatus.FAILED);
        assertThat(app.out()).containsExactly("encryption       0.1.0     disabled  Encrypts");
        assertThat(app.err()).containsExactly("spate: policy is forced, but plugin encryption is switched off");
    }

    @Test
    void listsPluginsThatSomebodyTookAway() throws IOException {
        Path list = Files.createDirectories(home.resolve("lib")).resolve("plugins.txt");
        Files.writeString(
                list,
                "Plugin-Id: tracker\nPlugin-Description: Finds peers\nPlugin-Id: encryption\nPlugin-Description: Encrypts\n");
        TestApp app = new TestApp(home, Optional.of(home));
        app.engine.session.with(new PluginStatus(
                "tracker", "0.1.0", PluginStatus.State.DISABLED, "Finds peers", List.of(), Optional.empty()));

        assertThat(app.run("plugins")).isZero();
        assertThat(app.out())
                .containsExactly(
                        "tracker          0.1.0     disabled  Finds peers",
                        "encryption       -         missing   Encrypts");
    }

    @Test
    void listsSettingsWithTheirOrigins() {
        TestApp app = new TestApp(home);
        app.engine.settings = List.of(
                new EffectiveSetting(
                        "spate.limits.download",
                        "0",
                        "reference.conf @ jar:file:/opt/spate/lib/spate-kernel-1.2.3.jar!/reference.conf: 7"),
                new EffectiveSetting("spate.transports", "[\"tcp\"]", "--set"));

        assertThat(app.run("config")).isZero();
        assertThat(app.out())
                .containsExactly(
                        "spate.limits.download = 0  # reference.conf: 7 of spate-kernel-1.2.3.jar",
                        "spate.transports = [\"tcp\"]  # --set");
        assertThat(app.run("config", "spate.nothing")).isEqualTo(ExitStatus.FAILED);
    }
}
