package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final MovedClock clock = new MovedClock();
    private final PlainOutput output = new PlainOutput(stream(out), stream(err), clock);

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        // Buffered and without automatic flush: a line that is not flushed is not there.
        return new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8);
    }

    private static Progress at(long done) {
        return new Progress("x", "downloading", done, 1000, 0, List.of());
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void isOutAtOnce() {
        output.line("READY");
        output.warn("odd");

        assertThat(lines()).containsExactly("READY");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("odd" + System.lineSeparator());
    }

    @Test
    void tellsProgressNotMoreOftenThanEveryFewSeconds() {
        for (int done = 0; done < 100; done += 10) {
            output.progress(at(done));
            clock.forward(Duration.ofMillis(250));
        }

        assertThat(lines()).hasSize(1);
    }

    @Test
    void tellsAnotherPerCentAfterAWhile() {
        output.progress(at(0));
        clock.forward(PlainOutput.INTERVAL.plusMillis(1));
        output.progress(at(9));
        output.progress(at(10));

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1)).contains("1%");
    }

    @Test
    void tellsAtOnceThatSomethingElseHappensNow() {
        output.progress(new Progress("x", "checking", 0, 1000, 0, List.of()));
        output.progress(at(0));

        assertThat(lines()).hasSize(2);
    }

    @Test
    void doesNotRepeatALine() {
        output.progress(at(5));
        clock.forward(PlainOutput.SLOW_INTERVAL.plusMillis(1));
        output.progress(at(5));

        assertThat(lines()).hasSize(1);
    }
}
