package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** URLs that torrents name, and what servers say in headers: whatever it is, it is read or refused. */
class StrangersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MEMORY = 128 * 1024;

    private static List<byte[]> examples(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void readsOrRefusesAnyUrl() {
        new Fuzz(
                        1,
                        examples(
                                "http://me:pass@[2001:db8::1]:8080/a%20b/%zz?q=1#f",
                                "https://ä.example/ü/", "http://1.2.3.4"))
                .feed(MEMORY, input -> {
                    try {
                        SeedUrl url = SeedUrl.parse(new String(input, StandardCharsets.UTF_8));
                        assertThat(url.target("")).matches("/[\\x21-\\x7e]*");
                        assertThat(url.authority()).matches("[\\x21-\\x7e]+");
                        assertThat(SeedUrl.parse(url.origin() + url.target("")).target(""))
                                .isEqualTo(url.target(""));
                    } catch (SpateException e) {
                        assertThat(e.getMessage()).startsWith("web seed: ");
                    }
                });
    }

    @Test
    void readsOrRefusesAnyLocation() {
        SeedUrl from = SeedUrl.parse("http://a.example/b/c?d");
        new Fuzz(2, examples("http://b.example/x", "//c.example:81/", "/y?z", "?q", "../up", "https:"))
                .feed(MEMORY, input -> {
                    try {
                        assertThat(from.resolve(new String(input, StandardCharsets.ISO_8859_1))
                                        .port())
                                .isBetween(1, 65535);
                    } catch (SpateException e) {
                        assertThat(e.getMessage()).startsWith("web seed: ");
                    }
                });
    }

    @Test
    void readsOrPassesOverAnyHeader() {
        new Fuzz(3, examples("bytes 0-999/1000", "bytes 5-5/*", "120", "Thu, 1 Jan 2026 00:05:00 GMT"))
                .feed(MEMORY, input -> {
                    String header = new String(input, StandardCharsets.ISO_8859_1);
                    ContentRange.parse(header)
                            .ifPresent(range -> assertThat(range.first()).isNotNegative());
                    RetryAfter.parse(header, NOW)
                            .ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofHours(1)));
                });
    }
}
