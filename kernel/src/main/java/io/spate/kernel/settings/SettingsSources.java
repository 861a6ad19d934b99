package io.spate.kernel.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from; what stands further up wins. Below all of them are the {@code reference.conf}s of the plugins and
 * of the kernel.
 *
 * @param set {@code key=value} of the command line; of two with the same key the later one wins
 * @param properties of the JVM; those that begin with {@code spate.} are settings
 * @param environment where {@code CONFIG_FORCE_spate_limits_download} is {@code spate.limits.download}: one underscore for a
 *     dot, two for a dash, three for an underscore
 * @param file named by the user, which must be there
 * @param usual files that are read if they are there: the user's before the installation's
 */
public record SettingsSources(
        List<String> set,
        Map<String, String> properties,
        Map<String, String> environment,
        Optional<Path> file,
        List<Path> usual) {
    public SettingsSources {
        set = List.copyOf(set);
        properties = Map.copyOf(properties);
        environment = Map.copyOf(environment);
        usual = List.copyOf(usual);
    }

    /** Nothing but the defaults. */
    public static SettingsSources none() {
        return new SettingsSources(List.of(), Map.of(), Map.of(), Optional.empty(), List.of());
    }

    /** What this JVM was started with, and these files. */
    public static SettingsSources ofThisProcess(List<String> set, Optional<Path> file, List<Path> usual) {
        Map<String, String> properties = new HashMap<>();
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> properties.put(name, System.getProperty(name, "")));
        return new SettingsSources(set, properties, System.getenv(), file, usual);
    }

    /** The same, with these settings above all others. */
    public SettingsSources withSet(String... more) {
        List<String> all = new ArrayList<>(set);
        all.addAll(List.of(more));
        return new SettingsSources(all, properties, environment, file, usual);
    }
}
