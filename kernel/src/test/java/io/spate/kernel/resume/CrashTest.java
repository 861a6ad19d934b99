package io.spate.kernel.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.check.CheckProgress;
import io.spate.kernel.check.HashCheck;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.testkit.SampleTorrent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process again and again while it writes pieces, and looks at what is left. */
class CrashTest {
    private static final int KILLS = 12;

    @TempDir
    Path folder;

    private final SampleTorrent torrent = CrashingProcess.torrent();
    private final TreeSet<Integer> reported = new TreeSet<>();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void losesNoPieceThatWasRecordedAndInventsNone() throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(random.nextInt(60));
            verifyWhatIsLeft("kill " + kill);
        }
        assertThat(reported).as("pieces that were recorded in all").hasSizeGreaterThan(KILLS);
    }

    private void runAndKill(int lines) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(out.readLine()).isEqualTo(CrashingProcess.STARTED);
            assertThatThrownBy(() -> StateDirectory.open(folder.resolve("state"), BootId.ofSystem()))
                    .isInstanceOfSatisfying(
                            SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_FAILED));
            for (int line = 0; line < lines; line++) {
                note(out.readLine());
            }
            process.toHandle().destroyForcibly(); // the process's own method would close its output, too
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line); // said before the end; the last line may be cut off
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private void note(String line) {
        if (line.endsWith(CrashingProcess.END_OF_LINE)) {
            reported.add(Integer.parseInt(line.substring(0, line.length() - 1)));
        }
    }

    private void verifyWhatIsLeft(String when) throws IOException {
        TorrentStorage storage = CrashingProcess.storage(folder);
        try (StateDirectory directory = StateDirectory.open(folder.resolve("state"), BootId.ofSystem())) {
            Resumed resumed = directory.resume(torrent.metainfo(), storage.stamps());
            ResumeState state = resumed.state();
            assertThat(state.reason()).as(when).isEmpty();
            for (int piece : reported) {
                assertThat(state.have().has(piece))
                        .as("%s: piece %d", when, piece)
                        .isTrue();
            }
            assertThat(right(storage, state.have())).as(when).isEqualTo(state.have());
            assertBlocksAreRight(storage, state);
        }
        storage.close();
    }

    private Bitfield right(TorrentStorage storage, Bitfield pieces) {
        return new HashCheck(
                        storage, torrent.layout(), new Sha1Verifier(torrent.metainfo()), pieces, CheckProgress.NONE)
                .start(Runnable::run, 1)
                .result();
    }

    private void assertBlocksAreRight(TorrentStorage storage, ResumeState state) throws IOException {
        for (var partial : state.partials().entrySet()) {
            BitSet blocks = partial.getValue();
            for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
                assertThat(CrashingProcess.read(storage, torrent, partial.getKey(), block))
                        .isEqualTo(CrashingProcess.block(torrent, partial.getKey(), block));
            }
        }
    }
}
