package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, which ends by a signal. Windows has none that a program could answer. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class ProcessTest {
    /** The architecture's word: a stop takes no longer. */
    private static final Duration STOP = Duration.ofSeconds(4);

    @TempDir
    private Path home;

    private Path torrent;

    @BeforeEach
    void makeTorrent() throws Exception {
        Path data = Files.write(home.resolve("data"), new byte[100_000]);
        torrent = home.resolve("some.torrent");
        assertThat(TestApp.real(home).run("create", "-q", "-o", torrent.toString(), data.toString()))
                .isZero();
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Duser.home=" + home,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--listen", "127.0.0.1:0", "--state", home.resolve("state").toString(), torrent.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Reads on until a line begins so; every line is there when it is printed, or this waits for good. */
    private static void awaitLine(Process process, String beginning) throws Exception {
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        assertThat(line).isNotNull();
    }

    private static int terminate(Process process) throws Exception {
        process.destroy();
        assertThat(process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void hasDoneItsWorkWhenItIsToldToStopServing() throws Exception {
        Process process = start("seed", "--dir", home.toString());

        awaitLine(process, "READY data: 97.7 KiB on 127.0.0.1:");

        assertThat(terminate(process)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void hasNotDoneItsWorkWhenItIsToldToStopDownloading() throws Exception {
        Process process = start("get", "--dir", home.resolve("elsewhere").toString());

        awaitLine(process, "data: downloading");

        assertThat(terminate(process)).isEqualTo(ExitStatus.STOPPED);
    }

    @Test
    void hasDoneItsWorkWhenItIsToldToStopAfterDone() throws Exception {
        Process process = start("get", "--seed", "--dir", home.toString());

        awaitLine(process, "DONE data");

        assertThat(terminate(process)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void endsByItselfWithTheStatusOfItsVerb() throws Exception {
        Process process = start("seed", "--dir", home.resolve("elsewhere").toString());

        assertThat(process.waitFor()).isEqualTo(ExitStatus.FAILED);
    }
}
