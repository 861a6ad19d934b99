package io.spate.plugin.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetadataSettingsTest {
    @Test
    void hasTheDefaultsOfTheReference() {
        assertThat(settings(""))
                .isEqualTo(new MetadataSettings(
                        30 * 1024 * 1024, 2, Duration.ofSeconds(3), Duration.ofSeconds(60), 3, Duration.ofMinutes(10)));
    }

    @Test
    void refusesWhatTheKernelWouldNotRead() {
        assertThatThrownBy(() -> settings("max-size = 31 MiB")).hasMessageContaining("max-size");
        assertThatThrownBy(() -> settings("max-size = 1 KiB")).hasMessageContaining("max-size");
        assertThatThrownBy(() -> settings("requests-per-peer = 0")).hasMessageContaining("requests-per-peer");
        assertThatThrownBy(() -> settings("request-timeout = 0")).hasMessageContaining("request-timeout");
    }

    private static MetadataSettings settings(String section) {
        try (FakePluginContext context =
                new FakePluginContext("metadata", "spate.plugins.metadata { " + section + " }")) {
            return new MetadataSettings(context.settings());
        }
    }
}
