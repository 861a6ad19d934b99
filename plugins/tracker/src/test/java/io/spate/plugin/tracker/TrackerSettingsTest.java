package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerSettingsTest {
    static TrackerSettings of(String overrides) {
        return new TrackerSettings(FakePluginContext.settings("tracker", overrides));
    }

    @Test
    void hasTheDefaultsOfLibtorrent() {
        assertThat(of(""))
                .isEqualTo(new TrackerSettings(
                        false,
                        false,
                        200,
                        2000,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        10,
                        50,
                        true,
                        Optional.empty(),
                        true,
                        new ScrapeSettings(ScrapeSettings.When.MISSING, Duration.ofMinutes(30)),
                        new HttpSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), 5, 2 << 20, true),
                        new UdpSettings(Duration.ofSeconds(60), Duration.ofSeconds(15), 2, 500)));
    }

    @Test
    void readsEveryKey() {
        assertThat(
                        of(
                                """
                        spate.plugins.tracker {
                          announce-to-all-tiers = true
                          announce-to-all-trackers = true
                          num-want = 7
                          max-peers = 8
                          default-interval = 9s
                          lowest-interval = 10s
                          min-interval = 11s
                          timeout = 12s
                          stop-timeout = 13s
                          jitter = 21
                          max-parallel = 14
                          prefer-udp = false
                          announce-address = "2001:db8::1"
                          ssrf-mitigation = false
                          scrape { when = always, interval = 22m }
                          http {
                            idle-timeout = 15s, keep-alive = 23s, max-redirects = 16, max-reply = 17k
                            validate-certificates = false
                          }
                          udp { timeout = 24s, retransmit-after = 25s, tries = 6, max-parallel = 27 }
                        }
                        """))
                .isEqualTo(new TrackerSettings(
                        true,
                        true,
                        7,
                        8,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        21,
                        14,
                        false,
                        Optional.of("2001:db8::1"),
                        false,
                        new ScrapeSettings(ScrapeSettings.When.ALWAYS, Duration.ofMinutes(22)),
                        new HttpSettings(Duration.ofSeconds(15), Duration.ofSeconds(23), 16, 17 << 10, false),
                        new UdpSettings(Duration.ofSeconds(24), Duration.ofSeconds(25), 6, 27)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num-want = -1|num-want: -1 (expected: 0..1000)",
                "max-peers = 0|max-peers: 0 (expected: 1..100000)",
                "default-interval = 0s|default-interval: 0s (expected: 1s..86400s)",
                "lowest-interval = 2 days|lowest-interval: 172800s (expected: 1s..86400s)",
                "min-interval = soon|min-interval: \"soon\" (expected: a duration",
                "timeout = 1ms|timeout: 1ms (expected: 100ms..600s)",
                "stop-timeout = 2 minutes|stop-timeout: 120s (expected: 100ms..60s)",
                "jitter = 101|jitter: 101 (expected: 0..100)",
                "max-parallel = 0|max-parallel: 0 (expected: 1..1000)",
                "prefer-udp = much|prefer-udp: \"much\" (expected: true or false)",
                "scrape.when = now|scrape.when: \"now\" (expected: one of [always, missing, never])",
                "scrape.interval = 4m|scrape.interval: 240s (expected: 300s..86400s)",
                "http.keep-alive = 1h|http.keep-alive: 3600s (expected: 0s..600s)",
                "udp.timeout = 1ms|udp.timeout: 1ms (expected: 100ms..10800s)",
                "udp.retransmit-after = 2m|udp.retransmit-after: 120s (expected: 100ms..60s)",
                "udp.tries = 10|udp.tries: 10 (expected: 1..9)",
                "udp.max-parallel = 0|udp.max-parallel: 0 (expected: 1..10000)",
                "announce-address = me.example|announce-address: \"me.example\" (expected: an address in numbers",
                "ssrf-mitigation = 7|ssrf-mitigation: 7 (expected: true or false)",
                "http.idle-timeout = 1ms|http.idle-timeout: 1ms (expected: 100ms..300s)",
                "http.max-redirects = 21|http.max-redirects: 21 (expected: 0..20)",
                "http.max-reply = 17 MiB|http.max-reply: 17825792 (expected: 1024..16777216 bytes)",
            })
    void refusesWhatIsOutOfRange(String setting, String message) {
        assertThatThrownBy(() -> of("spate.plugins.tracker." + setting))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SETTING))
                .hasMessageContaining("spate.plugins.tracker.")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void cannotBeMadeWrongByCode(int which) {
        TrackerSettings defaults = of("");
        assertThatThrownBy(() -> new TrackerSettings(
                        false,
                        false,
                        which == 0 ? -1 : 1,
                        which == 1 ? 0 : 1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        0,
                        which == 2 ? 0 : 1,
                        true,
                        which == 3 ? Optional.of("name") : Optional.empty(),
                        true,
                        defaults.scrape(),
                        defaults.http(),
                        defaults.udp()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cannotHaveAnEmptyReply() {
        assertThatThrownBy(() -> new HttpSettings(Duration.ofSeconds(1), Duration.ZERO, 0, 0, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** BEP 15: 15 s · 2ⁿ, n = 0..8. */
    @Test
    void waitsForADatagramAsBep15Says() {
        UdpSettings udp = of("").udp();
        assertThat(IntStream.range(0, 10).mapToObj(udp::patience).map(Duration::toSeconds))
                .containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3840L, 3840L);
    }

    @Test
    void cannotAskAUdpTrackerLessThanOnce() {
        assertThatThrownBy(() -> new UdpSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
