package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSeedSettingsTest {
    private static WebSeedSettings of(String overrides) {
        return new WebSeedSettings(FakePluginContext.settings("webseed", overrides));
    }

    @Test
    void hasDefaults() {
        assertThat(of(""))
                .isEqualTo(new WebSeedSettings(
                        3, 16 << 20, 4, Duration.ofSeconds(20), Duration.ofSeconds(30), 8, 5, true, true));
    }

    @Test
    void readsEveryKey() {
        assertThat(
                        of(
                                """
                        spate.plugins.webseed {
                          max-servers = 7, max-request = 64k, pipeline = 8, idle-timeout = 9s, retry-after = 10s
                          max-failures = 11, max-redirects = 12, validate-certificates = false, ssrf-mitigation = false
                        }
                        """))
                .isEqualTo(new WebSeedSettings(
                        7, 64 << 10, 8, Duration.ofSeconds(9), Duration.ofSeconds(10), 11, 12, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-servers = 0|max-servers: 0 (expected: 1..100)",
                "max-request = 1k|max-request: 1024 (expected: 16384..1073741824 bytes)",
                "pipeline = 17|pipeline: 17 (expected: 1..16)",
                "idle-timeout = 1ms|idle-timeout: 1ms (expected: 100ms..300s)",
                "retry-after = 2h|retry-after: 7200s (expected: 100ms..3600s)",
                "max-failures = 0|max-failures: 0 (expected: 1..1000)",
                "max-redirects = 21|max-redirects: 21 (expected: 0..20)",
                "validate-certificates = 7|validate-certificates: 7 (expected: true or false)",
                "ssrf-mitigation = 7|ssrf-mitigation: 7 (expected: true or false)",
            })
    void refusesWhatIsOutOfRange(String setting, String message) {
        assertThatThrownBy(() -> of("spate.plugins.webseed." + setting))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void leavesAServerAloneForTwiceAsLongEachTime() {
        WebSeedSettings settings = of("");
        assertThat(settings.backOff(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.backOff(2)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.backOff(7)).isEqualTo(Duration.ofSeconds(1920));
        assertThat(settings.backOff(8)).isEqualTo(Duration.ofHours(1));
        assertThat(settings.backOff(1000)).isEqualTo(Duration.ofHours(1));
    }
}
