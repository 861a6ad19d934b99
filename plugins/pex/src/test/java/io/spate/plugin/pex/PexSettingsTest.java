package io.spate.plugin.pex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PexSettingsTest {
    @Test
    void keepsToWhatOthersTolerateByDefault() {
        assertThat(of("")).isEqualTo(new PexSettings(Duration.ofMinutes(1), 100, 500));
    }

    @Test
    void readsEveryKey() {
        assertThat(of("spate.plugins.pex { interval = 2 minutes, max-per-message = 3, max-per-hour = 4 }"))
                .isEqualTo(new PexSettings(Duration.ofMinutes(2), 3, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval = 59s",
                "interval = 2h",
                "interval = soon",
                "max-per-message = 0",
                "max-per-message = 1001",
                "max-per-hour = 0",
                "max-per-hour = 100001"
            })
    void refusesWhatIsOutOfRangeAndNamesTheKey(String wrong) {
        assertThatThrownBy(() -> of("spate.plugins.pex { " + wrong + " }"))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.pex." + wrong.substring(0, wrong.indexOf(' ')));
    }

    private static PexSettings of(String overrides) {
        return new PexSettings(FakePluginContext.settings("pex", overrides));
    }
}
