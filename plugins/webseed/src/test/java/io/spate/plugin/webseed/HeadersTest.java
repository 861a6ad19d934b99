package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say in headers that we read. */
class HeadersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Slice asked = Slice.ofFile(new Resource(SeedUrl.parse("http://a.example/x"), 1000, 0, 0), 100, 50);

    @Test
    void readsAContentRange() {
        assertThat(ContentRange.parse("bytes 100-149/1000")).contains(new ContentRange(100, 149, Optional.of(1000L)));
        assertThat(ContentRange.parse(" Bytes  0-0/* ")).contains(new ContentRange(0, 0, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "bytes */1000", "bytes 1-2", "items 1-2/3", "bytes -1-2/3", "bytes 1-2/9999999999999999"})
    void takesNothingElseForAContentRange(String header) {
        assertThat(ContentRange.parse(header)).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithARange() {
        assertThat(new ContentRange(100, 149, Optional.of(1000L)).problem(asked))
                .isEmpty();
        assertThat(new ContentRange(100, 149, Optional.empty()).problem(asked)).isEmpty();
        assertThat(new ContentRange(100, 149, Optional.of(999L)).problem(asked))
                .contains("length of the file: 999 (expected: 1000)");
        assertThat(new ContentRange(100, 148, Optional.of(1000L)).problem(asked))
                .contains("range: 100-148 (expected: 100-149)");
        assertThat(new ContentRange(0, 49, Optional.of(1000L)).problem(asked)).isPresent();
    }

    @Test
    void readsWhenToComeAgain() {
        assertThat(RetryAfter.parse(" 120 ", NOW)).contains(Duration.ofSeconds(120));
        assertThat(RetryAfter.parse("999999999", NOW)).contains(Duration.ofHours(1));
        assertThat(RetryAfter.parse("Thu, 1 Jan 2026 00:05:00 GMT", NOW)).contains(Duration.ofMinutes(5));
        assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:05:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-5", NOW)).isEmpty();
    }

    @Test
    void readsAnyHeader() {
        Random random = new Random(17);
        String some = "bytes 0123456789-/*GMT,: JanThu";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "bytes " : "");
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(some.charAt(random.nextInt(some.length())));
            }
            ContentRange.parse(text.toString())
                    .ifPresent(range -> assertThat(range.first()).isNotNegative());
            RetryAfter.parse(text.toString(), NOW)
                    .ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofHours(1)));
        }
    }
}
