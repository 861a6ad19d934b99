package io.spate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout that is being built. */
record Checkout(Path root) {
    static Checkout current() {
        return new Checkout(Path.of(System.getProperty("spate.checkout")));
    }

    Path docs() {
        return root.resolve("docs");
    }

    /** The modules of plugins, in the order of their names. */
    List<Path> plugins() {
        try (Stream<Path> entries = Files.list(root.resolve("plugins"))) {
            return entries.filter(entry -> Files.exists(entry.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java sources below a directory, in the order of their paths; none if it is not there. */
    static List<Path> sources(Path directory) {
        return files(directory, file -> file.toString().endsWith(".java"));
    }

    static List<Path> files(Path directory, Predicate<Path> wanted) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
