package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtpSettingsTest {
    @Test
    void theDefaultsAreThoseThatTheSimulationsRunWith() {
        UtpSettings settings = settings("");

        assertThat(settings.limits()).isEqualTo(LinkSimulation.Limits.DEFAULT);
        assertThat(settings.mtu()).isEqualTo(1500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mtu = 575",
                "mtu = 65536",
                "target-delay = 0s",
                "loss-multiplier = 0",
                "loss-multiplier = 101",
                "memory = 1k",
                "max-half-open = 0",
                "num-resends = -1"
            })
    void refusesWhatIsOutOfRange(String setting) {
        assertThatThrownBy(() -> settings(setting))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.utp." + setting.substring(0, setting.indexOf(' ')));
    }

    private static UtpSettings settings(String overrides) {
        return new UtpSettings(FakePluginContext.settings(
                "utp", overrides.isEmpty() ? "" : "spate.plugins.utp { " + overrides + " }"));
    }
}
