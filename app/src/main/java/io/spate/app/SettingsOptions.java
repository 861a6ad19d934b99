package io.spate.app;

import io.spate.api.HostAndPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of the verbs that read settings. */
final class SettingsOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, as 'spate config' lists them; wins over files. Repeatable.")
    private List<Setting> settings = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings (HOCON); wins over the user's and the distribution's.")
    private Path configuration;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "The folder of plugins, instead of the distribution's.")
    private Path plugins;

    /** Whether another folder of plugins is meant than the distribution's. */
    boolean hasPlugins() {
        return plugins != null;
    }

    SessionRequest request(Locations locations, Optional<Path> state, List<HostAndPort> listen) {
        return new SessionRequest(
                Optional.ofNullable(configuration),
                locations.configuration(),
                settings,
                Optional.ofNullable(plugins).or(locations::plugins),
                state,
                locations.state(),
                listen);
    }
}
