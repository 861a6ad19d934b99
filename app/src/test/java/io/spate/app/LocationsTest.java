package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {
    @TempDir
    private Path home;

    private Locations on(String system, Map<String, String> environment) {
        return new Locations(environment, home, system, Optional.empty());
    }

    @Test
    void followsTheXdgBaseDirectories() {
        Path state = home.resolve("elsewhere");

        assertThat(on("Linux", Map.of("XDG_STATE_HOME", state.toString())).state())
                .isEqualTo(state.resolve("spate"));
        assertThat(on("Linux", Map.of()).state()).isEqualTo(home.resolve(".local/state/spate"));
        assertThat(on("Linux", Map.of()).configuration()).containsExactly(home.resolve(".config/spate/spate.conf"));
    }

    @Test
    void ignoresAnXdgVariableThatIsEmptyOrNotAbsolute() {
        assertThat(on("Linux", Map.of("XDG_STATE_HOME", "")).state()).isEqualTo(home.resolve(".local/state/spate"));
        assertThat(on("Linux", Map.of("XDG_STATE_HOME", "relative")).state())
                .isEqualTo(home.resolve(".local/state/spate"));
    }

    @Test
    void followsTheCustomsOfOtherSystems() {
        assertThat(on("Mac OS X", Map.of()).state()).isEqualTo(home.resolve("Library/Application Support/spate"));
        assertThat(on("Windows 11", Map.of()).state()).isEqualTo(home.resolve("AppData/Local/spate"));
    }

    @Test
    void readsTheUsersSettingsBeforeTheDistributions() {
        Path distribution = home.resolve("distribution");
        Locations locations = new Locations(Map.of(), home, "Linux", Optional.of(distribution));

        assertThat(locations.configuration())
                .containsExactly(home.resolve(".config/spate/spate.conf"), distribution.resolve("conf/spate.conf"));
    }
}
