package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void keepsWordsOfEveryScript() {
        assertThat(Printable.of("Größe 試験 \uD83D\uDE00")).isEqualTo("Größe 試験 \uD83D\uDE00");
    }

    @Test
    void takesTheEscapeOutOfTerminalSequences() {
        assertThat(Printable.of("a\u001b[2Jb\u009b1m")).isEqualTo("a\uFFFD[2Jb\uFFFD1m");
    }

    @Test
    void takesOutWhatTurnsTheDirectionOfText() {
        assertThat(Printable.of("photo\u202Egpj.exe")).isEqualTo("photo\uFFFDgpj.exe");
    }

    @Test
    void takesOutHalfCharacters() {
        assertThat(Printable.of("a\uD800b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void makesOneLineOfMany() {
        assertThat(Printable.line(" one\r\n\ttwo\nthree ")).isEqualTo("one two three");
    }
}
