package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Resource file = new Resource(SeedUrl.parse("http://a.example/x"), 1000, 0, 0);
    private final Slice beginning = Slice.ofFile(file, 0, 100);
    private final Slice middle = Slice.ofFile(file, 100, 100);
    private final Slice script = new Slice(Optional.of(file), 0, 100, "piece=0");

    private static Verdict of(Slice asked, boolean ranged, int status, String... headers) throws HttpFault {
        return Verdict.of(ResponseHead.parse("HTTP/1.1 " + status, List.of(headers)), asked, ranged, NOW);
    }

    @Test
    void takesTheRangeThatWasAskedFor() throws HttpFault {
        assertThat(of(middle, true, 206, "Content-Range: bytes 100-199/1000", "Content-Length: 100"))
                .isEqualTo(new Verdict.Right(false));
        assertThat(of(middle, true, 206, "Content-Range: bytes 100-198/1000")).isInstanceOf(Verdict.Unfit.class);
        assertThat(of(middle, true, 206, "Content-Range: bytes 100-199/1000", "Content-Length: 99"))
                .isEqualTo(new Verdict.Failed("length: 99 (expected: 100)", Optional.empty()));
    }

    @Test
    void takesAWholeFileFromItsBeginningOnly() throws HttpFault {
        assertThat(of(beginning, true, 200, "Content-Length: 1000")).isEqualTo(new Verdict.WithoutRanges());
        assertThat(of(beginning, false, 200, "Content-Length: 1000")).isEqualTo(new Verdict.Right(true));
        assertThat(of(beginning, false, 200, "Content-Length: 999")).isInstanceOf(Verdict.Unfit.class);
        assertThat(of(middle, true, 200)).isInstanceOf(Verdict.Unfit.class);
        assertThat(of(Slice.ofFile(file, 0, 1000), true, 200)).isEqualTo(new Verdict.Right(false));
    }

    @Test
    void takesNothingThatIsCompressed() throws HttpFault {
        assertThat(of(Slice.ofFile(file, 0, 1000), true, 200, "Content-Encoding: gzip"))
                .isEqualTo(new Verdict.Unfit("Content-Encoding: gzip (expected: none)"));
        assertThat(of(middle, true, 206, "Content-Range: bytes 100-199/1000", "Content-Encoding: br"))
                .isInstanceOf(Verdict.Unfit.class);
        assertThat(of(script, false, 200, "Content-Encoding: identity")).isEqualTo(new Verdict.Right(false));
    }

    @Test
    void tellsRefusalsApart() throws HttpFault {
        assertThat(of(middle, true, 302, "Location: /y")).isEqualTo(new Verdict.Moved("/y"));
        assertThat(of(middle, true, 302)).isInstanceOf(Verdict.Failed.class);
        assertThat(of(middle, true, 410)).isEqualTo(new Verdict.Missing("HTTP status: 410 for /x"));
        assertThat(of(middle, true, 416)).isInstanceOf(Verdict.Unfit.class);
        assertThat(of(script, false, 503)).isEqualTo(new Verdict.Busy());
        assertThat(of(middle, true, 503, "Retry-After: 7"))
                .isEqualTo(new Verdict.Failed("HTTP status: 503 (expected: 206)", Optional.of(Duration.ofSeconds(7))));
    }
}
