package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalOutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    private final TerminalOutput output = new TerminalOutput(stream, stream, () -> 60);

    private static Progress at(long done) {
        return new Progress("x", "downloading", done, 100, 0, List.of());
    }

    private static String bar(long done) {
        return ProgressLine.bar(at(done), 59);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void drawsOverWhatItDrew() {
        output.progress(at(1));
        output.progress(at(2));

        assertThat(shown()).isEqualTo(bar(1) + "\r\u001b[K" + bar(2) + "\r");
    }

    @Test
    void doesNotDrawTheSameAgain() {
        output.progress(at(1));
        output.progress(at(1));

        assertThat(shown()).isEqualTo(bar(1) + "\r");
    }

    @Test
    void putsLinesInPlaceOfTheProgressAndDrawsItBelowThen() {
        output.progress(at(1));
        output.line("DONE");
        output.progress(at(1));

        assertThat(shown()).isEqualTo(bar(1) + "\r\u001b[KDONE\n" + bar(1) + "\r");
    }

    @Test
    void leavesNothingBehind() {
        output.progress(at(1));
        output.close();

        assertThat(shown()).endsWith("\r\u001b[K");
    }
}
