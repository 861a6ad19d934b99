package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download in a process of its own, killed at twenty moments, and continued after each. */
class KillTest {
    private static final int KILLS = 20;
    private static final int PIECE_LENGTH = 64 * 1024;
    private static final int PIECES = 500;
    /** So slow that no run comes to the end before it is killed. */
    private static final String SLOW = "12 MiB";

    /** Pieces that may be on their way to the disk at a kill: their bytes are there, their record is not. */
    private static final int MOST_IN_FLIGHT = 64;

    @TempDir
    private Path directory;

    private TestTorrent torrent;

    /** All that was told by any run. */
    private final Set<Integer> verified = new HashSet<>();

    @BeforeEach
    void writeTorrent() throws IOException {
        torrent = TestTorrent.of("file.bin", PIECES * PIECE_LENGTH - 5_000, PIECE_LENGTH, 20);
        Files.write(directory.resolve("file.torrent"), torrent.bytes());
    }

    @Test
    void fetchesNothingTwiceThatWasVerifiedBeforeAKill() throws Exception {
        SplittableRandom random = new SplittableRandom(20);
        try (FakeSeeder seeder = FakeSeeder.start(torrent, "127.0.0.1", FakeSeeder.Answer.HONEST)) {
            for (int kill = 0; kill < KILLS; kill++) {
                Set<Integer> before = Set.copyOf(verified);
                int asked = seeder.requests().size();
                // From "before the first piece" to well within the exchange.
                int moment = random.nextInt(20);

                List<String> told = run(
                        seeder.address(),
                        SLOW,
                        lines -> of(KilledDownload.VERIFIED, lines).size() >= moment);

                assertThat(seeder.requests().subList(asked, seeder.requests().size()).stream()
                                .map(FakeSeeder.Request::piece))
                        .as("asked for after kill %d", kill)
                        .noneMatch(before::contains);
                check(told, before);
            }
            Set<Integer> before = Set.copyOf(verified);
            List<String> told = run(seeder.address(), "0", lines -> false);
            check(told, before);
            assertThat(told).contains(KilledDownload.FINISHED + " " + PIECES);
        }
        assertThat(verified).hasSize(PIECES);
        torrent.checkIn(directory.resolve("data"));
    }

    private void check(List<String> told, Set<Integer> before) {
        if (!of(KilledDownload.READY, told).isEmpty()) {
            assertThat(of(KilledDownload.HAVE, told)).containsAll(before);
        }
        assertThat(of(KilledDownload.VERIFIED, told)).noneMatch(before::contains);
        assertThat(of(KilledDownload.CHECKED, told)).allMatch(compared -> compared <= MOST_IN_FLIGHT);
        verified.addAll(of(KilledDownload.HAVE, told));
        verified.addAll(of(KilledDownload.VERIFIED, told));
    }

    /** Runs the download until the lines it told are enough, kills it, and answers all that it told until then. */
    private List<String> run(PeerAddress seeder, String bytesPerSecond, Predicate<List<String>> isEnough)
            throws IOException, InterruptedException {
        Process process = new ChildJvm()
                .with("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") // it never lives long
                .run(
                        ChildJvm.classPath(),
                        KilledDownload.class.getName(),
                        directory.resolve("file.torrent"),
                        directory.resolve("data"),
                        directory.resolve("state"),
                        seeder,
                        bytesPerSecond)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (isEnough.test(lines)) {
                    // Not by the process itself, which would take what it told with it.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        return lines;
    }

    private static Set<Integer> of(String what, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> Integer.parseInt(line.substring(what.length() + 1)))
                .collect(Collectors.toSet());
    }
}
