package io.spate.kernel.plugin;

import com.typesafe.config.Config;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.spate.api.plugin.PluginContext;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.pf4j.Extension;
import org.slf4j.Logger;

/** Builds plugins as their authors do: compiled against the API alone, with PF4J's annotation processor. */
final class TestPlugin {
    private static final List<Class<?>> SEEN_BY_PLUGINS = List.of(
            PluginContext.class,
            Future.class,
            ByteBuf.class,
            ReferenceCounted.class,
            Config.class,
            Extension.class,
            Inject.class,
            Logger.class);

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private boolean indexed = true;

    private TestPlugin(String id, String version) {
        manifest.put("Plugin-Id", id);
        manifest.put("Plugin-Version", version);
        manifest.put("Plugin-Requires", ">=0.1.0 & <1.0.0");
    }

    static TestPlugin of(String id) {
        return new TestPlugin(id, "1.0.0");
    }

    static TestPlugin of(String id, String version) {
        return new TestPlugin(id, version);
    }

    /** A plugin with one gate, that refuses every peer with this text. */
    static TestPlugin gate(String id, String text) {
        return of(id).withGate("Gate", text);
    }

    /** The code of a gate whose constructor does something; it refuses nobody. */
    static String gateWithConstructor(String code) {
        return gateWithConstructor(code, "Gate");
    }

    static String gateWithConstructor(String code, String className) {
        return """
                @Extension
                public final class %1$s implements ConnectionGate {
                    %1$s() { %2$s }
                    public String name() { return "gate"; }
                    public Optional<String> refuses(PeerAddress peer, boolean incoming) { return Optional.empty(); }
                }
                """
                .formatted(className, code);
    }

    TestPlugin withGate(String className, String text) {
        return source(
                className,
                """
                @Extension
                public final class %s implements ConnectionGate {
                    public String name() { return "%s"; }
                    public Optional<String> refuses(PeerAddress peer, boolean incoming) { return Optional.of("%s"); }
                }
                """
                        .formatted(className, manifest.get("Plugin-Id"), text));
    }

    /** @param value null to leave the attribute out */
    TestPlugin manifest(String attribute, String value) {
        if (value == null) {
            manifest.remove(attribute);
        } else {
            manifest.put(attribute, value);
        }
        return this;
    }

    TestPlugin needs(String dependencies) {
        return manifest("Plugin-Dependencies", dependencies);
    }

    /** A class of the plugin's own package, with the imports that plugins mostly need. */
    TestPlugin source(String className, String code) {
        return source("test." + manifest.get("Plugin-Id").replace('-', '_'), className, code);
    }

    TestPlugin source(String packageName, String className, String code) {
        String imports =
                """
                package %s;
                import io.spate.api.*;
                import io.spate.api.alert.*;
                import io.spate.api.net.*;
                import io.spate.api.plugin.*;
                import io.spate.api.session.*;
                import jakarta.inject.*;
                import java.time.*;
                import java.util.*;
                import java.util.random.RandomGenerator;
                import org.pf4j.Extension;
                """
                        .formatted(packageName);
        sources.put(packageName + "." + className, imports + code);
        return this;
    }

    TestPlugin file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** Compiled without the annotation processor, as by a newer JDK that was not told to run it. */
    TestPlugin withoutIndex() {
        indexed = false;
        return this;
    }

    TestPlugin compiledAgainst(Path jar) {
        classPath.add(jar);
        return this;
    }

    Path jarIn(Path directory) throws IOException {
        return jar(directory.resolve(manifest.get("Plugin-Id") + ".jar"));
    }

    Path jar(Path file) throws IOException {
        Path classes = Files.createTempDirectory(file.getParent(), "classes");
        build(classes);
        Path written = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(written);
                JarOutputStream jar = new JarOutputStream(out, manifest())) {
            for (Path each : filesIn(classes)) {
                jar.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, jar);
                jar.closeEntry();
            }
        }
        for (Path each : filesIn(classes)) {
            Files.delete(each);
        }
        return Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As a checkout has it after its build. */
    Path moduleIn(Path directory) throws IOException {
        Path module = directory.resolve(manifest.get("Plugin-Id"));
        Path classes = module.resolve("target").resolve("classes");
        Files.createDirectories(classes.resolve("META-INF"));
        build(classes);
        try (OutputStream out =
                Files.newOutputStream(classes.resolve("META-INF").resolve("MANIFEST.MF"))) {
            manifest().write(out);
        }
        return module;
    }

    private void build(Path classes) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = classes.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        if (!sources.isEmpty()) {
            compile(classes);
        }
    }

    private void compile(Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String seen = Stream.concat(SEEN_BY_PLUGINS.stream().map(TestPlugin::placeOf), classPath.stream())
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp", seen, "-parameters"));
        options.addAll(
                indexed
                        ? List.of("-processor", "org.pf4j.processor.ExtensionAnnotationProcessor")
                        : List.of("-proc:none"));
        StringWriter messages = new StringWriter();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, code) -> units.add(new Source(name, code)));
        if (!compiler.getTask(messages, null, null, options, null, units).call()) {
            throw new IllegalArgumentException(messages.toString());
        }
    }

    private Manifest manifest() {
        Manifest made = new Manifest();
        made.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(made.getMainAttributes()::putValue);
        return made;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        private Source(String name, String code) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
