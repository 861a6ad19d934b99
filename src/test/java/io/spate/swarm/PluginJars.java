package io.spate.swarm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A folder of plugins as users have it: jars, with the classes that were just compiled. */
public final class PluginJars {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private PluginJars() {}

    /** @param modules of the checkout, such as {@code plugins/tracker} */
    public static Path in(Path directory, String... modules) throws IOException {
        Files.createDirectories(directory);
        for (String module : modules) {
            Path classes = Path.of(System.getProperty("spate.checkout"), module, "target", "classes");
            pack(classes, directory.resolve(module.replace('/', '-') + ".jar"));
        }
        return directory;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (InputStream manifest = Files.newInputStream(classes.resolve(MANIFEST));
                OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, new Manifest(manifest))) {
            for (Path file : files(classes)) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                if (!name.equals(MANIFEST)) {
                    entries.putNextEntry(new JarEntry(name));
                    Files.copy(file, entries);
                }
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
