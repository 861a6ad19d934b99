package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import java.util.Optional;
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
                        50,
                        Optional.empty(),
                        EncryptionPolicy.DISABLED,
                        true,
                        new HttpSettings(Duration.ofSeconds(10), 5, 2 << 20, true)));
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
                          max-parallel = 14
                          announce-address = "2001:db8::1"
                          encryption = forced
                          ssrf-mitigation = false
                          http { idle-timeout = 15s, max-redirects = 16, max-reply = 17k, validate-certificates = false }
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
                        14,
                        Optional.of("2001:db8::1"),
                        EncryptionPolicy.FORCED,
                        false,
                        new HttpSettings(Duration.ofSeconds(15), 16, 17 << 10, false)));
    }

    @Test
    void followsThePolicyOfTheEncryptionPlugin() {
        assertThat(of("spate.plugins.encryption.policy = preferred").encryption())
                .isEqualTo(EncryptionPolicy.PREFERRED);
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
                "max-parallel = 0|max-parallel: 0 (expected: 1..1000)",
                "announce-address = me.example|announce-address: \"me.example\" (expected: an address in numbers",
                "encryption = maybe|encryption: \"maybe\" (expected: one of [disabled, allowed, preferred, forced])",
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
        HttpSettings http = of("").http();
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
                        which == 2 ? 0 : 1,
                        which == 3 ? Optional.of("name") : Optional.empty(),
                        EncryptionPolicy.DISABLED,
                        true,
                        http))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cannotHaveAnEmptyReply() {
        assertThatThrownBy(() -> new HttpSettings(Duration.ofSeconds(1), 0, 0, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
