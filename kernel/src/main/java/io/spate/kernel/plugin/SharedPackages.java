package io.spate.kernel.plugin;

import java.util.List;
import java.util.Set;

/**
 * What plugins see of the host's classes: the API, and what its signatures speak of. Nothing here may be added without making
 * its major version a part of the API's.
 */
final class SharedPackages {
    private static final List<String> PACKAGES = List.of(
            "io.spate.api.",
            "io.vertx.core.",
            "io.netty.buffer.",
            "io.netty.util.",
            "com.typesafe.config.",
            "jakarta.inject.",
            "org.slf4j.");

    private static final Set<String> CLASSES = Set.of("org.pf4j.ExtensionPoint", "org.pf4j.Extension");

    private SharedPackages() {}

    static boolean containsClass(String name) {
        return CLASSES.contains(name)
                || PACKAGES.stream().anyMatch(name::startsWith)
                        && !name.contains(".impl.")
                        && !name.contains(".internal.");
    }

    /** A file belongs to the package that it lies in. */
    static boolean containsResource(String name) {
        return containsClass(name.replace('/', '.'));
    }
}
