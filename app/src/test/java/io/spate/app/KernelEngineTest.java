package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verbs over the kernel, without plugins. */
@Timeout(120)
class KernelEngineTest {
    private static final Path CREATED = Path.of("src/test/resources/vectors/torrents/created");

    @TempDir
    private Path home;

    private Path data;
    private Path torrent;

    @BeforeEach
    void makeData() throws Exception {
        data = Files.createDirectories(home.resolve("data/some files"));
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Files.write(data.resolve("large"), bytes);
        Files.write(data.resolve("small"), Arrays.copyOf(bytes, 5));
        torrent = home.resolve("some.torrent");
    }

    private TestApp app() {
        return TestApp.real(home);
    }

    private TestApp run(int status, String... arguments) {
        TestApp app = app();
        assertThat(app.run(arguments))
                .describedAs("%s: %s", List.of(arguments), app.err())
                .isEqualTo(status);
        return app;
    }

    private void create() {
        run(0, "create", "-q", "--piece-length", "64KiB", "-o", torrent.toString(), data.toString());
    }

    static Stream<Path> torrents() throws Exception {
        return Files.list(CREATED).sorted();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void showsTorrentsOfAllVersions(Path file) {
        List<String> lines = run(0, "info", file.toString()).out();

        assertThat(lines)
                .anyMatch(line -> line.startsWith("version       "))
                .anyMatch(line -> line.startsWith("magnet        magnet:?xt=urn:bt"));
        assertThat(run(0, "info", "--json", file.toString()).out()).hasSize(1);
    }

    @Test
    void showsTrackersByTierAndBothInfoHashes() {
        assertThat(run(
                                0,
                                "info",
                                CREATED.resolve("hybrid-private-tiers.torrent").toString())
                        .out())
                .contains(
                        "version       hybrid (1 and 2)",
                        "info-hash v1  ef23cdb13c6ec86cfd7c0b6654491fbe949922b8",
                        "info-hash v2  39d7da341baa119b0cc16c58d209962ec9dcb98d03532f27ac765939cc5cfca3",
                        "private       yes",
                        "trackers      tier 1 udp://t.example:6969/announce",
                        "              tier 2 http://u.example/announce",
                        "              tier 2 http://w.example/announce");
    }

    @Test
    void makesATorrentThatItsDataFit() throws Exception {
        create();

        assertThat(run(0, "verify", "--dir", data.getParent().toString(), torrent.toString())
                        .out())
                .contains(
                        "ok             2.9 MiB  some files/large",
                        "ok                 5 B  some files/small",
                        "46 of 46 pieces are there and right");
        Files.delete(data.resolve("small"));
        assertThat(run(1, "verify", "--dir", data.getParent().toString(), torrent.toString())
                        .out())
                .contains("missing            5 B  some files/small", "45 of 46 pieces are there and right");
    }

    @Test
    void listsSettingsWithTheFileAndLineThatSetThem() throws Exception {
        Path file = Files.writeString(home.resolve("my.conf"), "\nspate.limits.upload = 1 MiB\n");

        assertThat(run(0, "config", "--config", file.toString(), "--set", "spate.limits.download=5", "spate.limits")
                        .out())
                .anyMatch(line -> line.startsWith("spate.limits.upload = ") && line.endsWith("my.conf: 2"))
                .anyMatch(line -> line.startsWith("spate.limits.download = ") && line.contains("--set"))
                .noneMatch(line -> line.startsWith("spate.listen"));
    }

    @Test
    void refusesASettingThatNobodyKnows() {
        TestApp app = run(2, "config", "--set", "spate.limits.uplaod=5");

        assertThat(app.err()).hasSize(1);
        assertThat(app.err().get(0)).startsWith("spate: ").contains("spate.limits.uplaod", "upload");
    }

    @Test
    void getsATorrentFromASeeder() throws Exception {
        create();
        TestApp seeder = app();
        CompletableFuture<Integer> seeding = CompletableFuture.supplyAsync(() -> seeder.run(
                "seed",
                "--listen",
                "127.0.0.1:0",
                "--state",
                home.resolve("seeder").toString(),
                "--dir",
                data.getParent().toString(),
                torrent.toString()));
        String ready = "";
        while (ready.isEmpty() && !seeding.isDone()) {
            ready = seeder.out().stream()
                    .filter(line -> line.startsWith("READY"))
                    .findFirst()
                    .orElse("");
        }
        assertThat(ready).isNotEmpty();
        String address = ready.substring(ready.lastIndexOf(' ') + 1);

        Path target = home.resolve("target");
        TestApp getter = run(
                0,
                "get",
                "--listen",
                "127.0.0.1:0",
                "--peer",
                address,
                "--state",
                home.resolve("getter").toString(),
                "--dir",
                target.toString(),
                torrent.toString());
        seeder.stop.asked().complete(null);

        assertThat(getter.out()).last().asString().startsWith("DONE some files: 2.9 MiB in ");
        assertThat(Files.mismatch(data.resolve("large"), target.resolve("some files/large")))
                .isEqualTo(-1);
        assertThat(seeding.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void saysThatAnotherSessionHasTheState() throws Exception {
        create();
        Path state = home.resolve("state");
        TestApp first = app();
        CompletableFuture<Integer> seeding = CompletableFuture.supplyAsync(() -> first.run(
                "seed",
                "--listen",
                "127.0.0.1:0",
                "--state",
                state.toString(),
                "--dir",
                data.getParent().toString(),
                torrent.toString()));
        while (!seeding.isDone() && first.out().stream().noneMatch(line -> line.startsWith("READY"))) {
            Thread.onSpinWait();
        }

        TestApp second = run(1, "get", "--listen", "127.0.0.1:0", "--state", state.toString(), torrent.toString());
        first.stop.asked().complete(null);

        assertThat(second.err()).hasSize(1);
        assertThat(second.err().get(0)).contains("--state DIR");
        assertThat(seeding.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void keepsStateWhereTheSettingsSayAndElseAtTheUsualPlace() {
        create();
        List<String> get = List.of(
                "get", "--listen", "127.0.0.1:0", "--dir", data.getParent().toString(), torrent.toString());
        Path named = home.resolve("named");

        run(0, with(get, "--set", "spate.state-directory=" + named));

        assertThat(named).isNotEmptyDirectory();
        assertThat(home.resolve(".local/state/spate")).doesNotExist();

        run(0, with(get));

        assertThat(home.resolve(".local/state/spate")).isNotEmptyDirectory();
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void showsASwarmOfItsOwn() {
        TestApp app = run(0, "demo", "-q", "--size", "1MiB");

        assertThat(app.out()).contains("data        1.0 MiB of random bytes in 3 files");
        assertThat(app.out()).last().isEqualTo("proof       the files are equal, byte for byte");
    }
}
