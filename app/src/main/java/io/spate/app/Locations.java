package io.spate.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where things are if the command line does not say: by the XDG base directories, or what stands for them on other systems.
 *
 * @param home of the distribution (bin, lib, plugins, conf), if it is known
 */
record Locations(Map<String, String> environment, Path userHome, String system, Optional<Path> home) {
    Locations {
        environment = Map.copyOf(environment);
    }

    static Locations ofProcess() {
        return new Locations(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name"),
                Distribution.home());
    }

    Path state() {
        return base("XDG_STATE_HOME", "LOCALAPPDATA", ".local/state").resolve("spate");
    }

    /** The user's settings, then the distribution's; not all of them need be there. */
    List<Path> configuration() {
        Path own =
                base("XDG_CONFIG_HOME", "APPDATA", ".config").resolve("spate").resolve("spate.conf");
        return Stream.concat(
                        Stream.of(own),
                        home.stream().map(directory -> directory.resolve("conf").resolve("spate.conf")))
                .toList();
    }

    Optional<Path> plugins() {
        return home.map(directory -> directory.resolve("plugins")).filter(Files::isDirectory);
    }

    /** What the distribution was made with; see {@link ShippedPlugin#in}. */
    Optional<Path> shippedPlugins() {
        return home.map(directory -> directory.resolve("lib").resolve("plugins.txt"))
                .filter(Files::isRegularFile);
    }

    private Path base(String xdg, String windows, String otherwise) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return variable(windows).orElse(userHome.resolve("AppData").resolve("Local"));
        }
        if (name.startsWith("mac") && variable(xdg).isEmpty()) {
            return userHome.resolve("Library").resolve("Application Support");
        }
        return variable(xdg).orElse(userHome.resolve(otherwise));
    }

    /** As the XDG rules have it: what is empty or not absolute does not count. */
    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
