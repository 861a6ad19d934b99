package io.spate.app;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where this program lies: the script says so, or else its jar's place in {@code lib} does. */
final class Distribution {
    private Distribution() {}

    static Optional<Path> home() {
        String told = System.getProperty("io.spate.home", "");
        return told.isEmpty() ? homeOfJar() : Optional.of(Path.of(told));
    }

    private static Optional<Path> homeOfJar() {
        CodeSource source = Distribution.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return jar.endsWith(Path.of("lib", "spate.jar"))
                    ? Optional.of(jar.getParent().getParent())
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
