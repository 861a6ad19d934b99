package io.spate.app;

import io.spate.api.HostAndPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the command line says about the session to start.
 *
 * @param configuration a file of settings that was named, and must be there
 * @param usual files of settings that are read if they are there, below the one that was named
 * @param settings that win over files
 * @param state the folder that was named; else that of the settings, else the usual one
 * @param plugins the directory of plugins; empty for a session without
 * @param listen where to accept peers; empty for what the settings say
 */
record SessionRequest(
        Optional<Path> configuration,
        List<Path> usual,
        List<Setting> settings,
        Optional<Path> plugins,
        Optional<Path> state,
        Path usualState,
        List<HostAndPort> listen) {
    SessionRequest {
        usual = List.copyOf(usual);
        settings = List.copyOf(settings);
        listen = List.copyOf(listen);
    }

    SessionRequest with(Setting... more) {
        List<Setting> all = Stream.concat(settings.stream(), Stream.of(more)).toList();
        return new SessionRequest(configuration, usual, all, plugins, state, usualState, listen);
    }
}
