package io.spate.plugin.holepunch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolepunchSettingsTest {
    @Test
    void relaysByDefault() {
        assertThat(of("")).isEqualTo(new HolepunchSettings(true, 10, 5));
    }

    @Test
    void readsEveryKey() {
        assertThat(of("spate.plugins.holepunch { relay = false, max-per-minute = 2, max-relays = 3 }"))
                .isEqualTo(new HolepunchSettings(false, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay = maybe", "max-per-minute = 0", "max-per-minute = 1001", "max-relays = 0"})
    void refusesWhatIsOutOfRangeAndNamesTheKey(String wrong) {
        assertThatThrownBy(() -> of("spate.plugins.holepunch { " + wrong + " }"))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.holepunch." + wrong.substring(0, wrong.indexOf(' ')));
    }

    private static HolepunchSettings of(String overrides) {
        return new HolepunchSettings(FakePluginContext.settings("holepunch", overrides));
    }
}
