package io.spate.kernel.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.spate.kernel.settings.PluginReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Where a plugin's files are: a jar, or a directory of classes. Every call opens and closes, so that the file can be replaced
 * at any other time.
 *
 * @param path of the jar, or of the directory of the module that was built
 */
record PluginSource(Path path) {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String REFERENCE = "reference.conf";

    /** Far more than any of the files read whole. */
    private static final int MAX_TEXT = 1 << 20;

    /** Empty if it is neither a jar nor a module that was built. */
    static Optional<PluginSource> at(Path path) {
        boolean jar = path.getFileName().toString().endsWith(".jar") && Files.isRegularFile(path);
        PluginSource source = new PluginSource(path);
        return jar || Files.isRegularFile(source.classes().resolve(MANIFEST)) ? Optional.of(source) : Optional.empty();
    }

    boolean isJar() {
        return !Files.isDirectory(path);
    }

    /** Of a module that was built. */
    Path classes() {
        return path.resolve("target").resolve("classes");
    }

    /** The private libraries of a module that was built; a jar has all in itself. */
    Path libraries() {
        return path.resolve("target").resolve("lib");
    }

    Manifest manifest() throws PluginRefusal {
        try {
            if (!isJar()) {
                try (InputStream input = Files.newInputStream(classes().resolve(MANIFEST))) {
                    return new Manifest(input);
                }
            }
            try (JarFile jar = new JarFile(path.toFile())) {
                Manifest manifest = jar.getManifest();
                if (manifest == null) {
                    throw new PluginRefusal(name() + " is no plugin: it has no manifest");
                }
                return manifest;
            }
        } catch (IOException e) {
            throw new PluginRefusal(name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Its {@code reference.conf}; without one it has no settings. */
    PluginReference reference(String id) throws PluginRefusal {
        String origin = "reference.conf of plugin " + id;
        try {
            Config config = ConfigFactory.parseReader(
                    new StringReader(text(REFERENCE).orElse("")),
                    ConfigParseOptions.defaults().setOriginDescription(origin));
            return new PluginReference(id, config);
        } catch (IOException e) {
            throw new PluginRefusal(name() + ": " + origin + " cannot be read: " + e.getMessage(), e);
        } catch (ConfigException e) {
            throw new PluginRefusal(e.getMessage().replaceAll("\\s*\\R\\s*", " "), e);
        }
    }

    private Optional<String> text(String file) throws IOException {
        if (!isJar()) {
            Path inside = classes().resolve(file);
            if (!Files.exists(inside)) {
                return Optional.empty();
            }
            try (InputStream input = Files.newInputStream(inside)) {
                return Optional.of(text(input));
            }
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            ZipEntry entry = jar.getEntry(file);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream input = jar.getInputStream(entry)) {
                return Optional.of(text(input));
            }
        }
    }

    private static String text(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MAX_TEXT + 1);
        if (bytes.length > MAX_TEXT) {
            throw new IOException("more than " + MAX_TEXT + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For people. */
    String name() {
        return path.getFileName().toString();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
