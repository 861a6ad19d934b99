package io.spate.plugin.lsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsdSettingsTest {
    @Test
    void announcesEveryFiveMinutesByBothFamiliesByDefault() {
        assertThat(of("")).isEqualTo(new LsdSettings(Duration.ofMinutes(5), true, true, 60));
    }

    @Test
    void readsEveryKey() {
        assertThat(of("spate.plugins.lsd { interval = 2 minutes, ipv4 = false, ipv6 = false, max-per-host = 3 }"))
                .isEqualTo(new LsdSettings(Duration.ofMinutes(2), false, false, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"interval = 59s", "interval = 2h", "ipv4 = perhaps", "max-per-host = 0"})
    void refusesWhatIsOutOfRangeAndNamesTheKey(String wrong) {
        assertThatThrownBy(() -> of("spate.plugins.lsd { " + wrong + " }"))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.lsd." + wrong.substring(0, wrong.indexOf(' ')));
    }

    private static LsdSettings of(String overrides) {
        return new LsdSettings(FakePluginContext.settings("lsd", overrides));
    }
}
