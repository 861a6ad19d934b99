package io.spate.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that is being built, with what Maven compiled in it so far. */
record Checkout(Path root) {
    static Checkout current() {
        String root = System.getProperty("spate.checkout", "");
        if (root.isEmpty()) {
            throw new IllegalStateException(
                    "system property spate.checkout: not set (expected: the root of the checkout)");
        }
        return new Checkout(Path.of(root));
    }

    /** Where the rules hold: the four modules and the plugins, those that have sources. */
    List<Module> modules() {
        Stream<Module> fixed = Stream.of(
                new Module(root.resolve("plugin-api"), "io.spate.api"),
                new Module(root.resolve("plugin-test-kit"), "io.spate.testkit"),
                new Module(root.resolve("kernel"), "io.spate.kernel"),
                new Module(root.resolve("app"), "io.spate.app"));
        return Stream.concat(fixed, plugins().stream())
                .filter(Module::hasSources)
                .toList();
    }

    private List<Module> plugins() {
        try (Stream<Path> entries = Files.list(root.resolve("plugins"))) {
            return entries.filter(entry -> Files.exists(entry.resolve("pom.xml")))
                    .sorted()
                    .map(entry -> new Module(entry, "io.spate.plugin." + entry.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JavaClasses classes() {
        return new ClassFileImporter()
                .importPaths(modules().stream().map(Module::classes).toList());
    }

    /** As Git lists them: what is new but not added yet is nobody else's, and is not looked at. */
    List<Path> trackedFiles() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = git.waitFor();
        if (status != 0) {
            throw new IOException("git ls-files: exit status " + status + " (expected: 0)");
        }
        return Stream.of(names.split("\0"))
                .filter(name -> !name.isEmpty())
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** A directory with sources of its own, all in one package and what is under it. */
    record Module(Path directory, String rootPackage) {
        boolean hasSources() {
            return Files.isDirectory(directory.resolve("src/main/java"));
        }

        Path classes() {
            return directory.resolve("target/classes");
        }

        @Override
        public String toString() {
            return rootPackage;
        }
    }
}
