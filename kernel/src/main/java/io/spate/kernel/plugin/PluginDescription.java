package io.spate.kernel.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;

/**
 * What a plugin's manifest says. {@code Plugin-Exports}, a list of
 * packages with commas between them, is ours: what the plugins that depend on this one may see of its classes.
 *
 * @param id lower-case letters, digits and dashes, so that it can stand in a key of the settings
 * @param version empty if the manifest has none
 * @param requires a range of API versions
 * @param exports packages, without those below them
 */
record PluginDescription(
        String id,
        String version,
        String requires,
        String text,
        String pluginClass,
        List<PluginDependency> dependencies,
        List<String> exports) {
    private static final String EXPORTS = "Plugin-Exports";

    static PluginDescription of(PluginSource source) throws PluginRefusal {
        Descriptor descriptor = new Finder().read(source.manifest());
        String id = descriptor.getPluginId();
        if (id == null) {
            throw new PluginRefusal(source.name() + " is no plugin: its manifest has no Plugin-Id");
        }
        if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new PluginRefusal(source.name() + " has the Plugin-Id \"" + id
                    + "\" (expected: lower-case letters, digits and dashes)");
        }
        return new PluginDescription(
                id,
                descriptor.getVersion() == null ? "" : descriptor.getVersion(),
                descriptor.getRequires(),
                descriptor.getPluginDescription(),
                descriptor.getPluginClass(),
                List.copyOf(descriptor.getDependencies()),
                descriptor.exports);
    }

    /** Why it cannot be loaded, whatever else is there. */
    Optional<String> problem() {
        try {
            PluginVersions.checkVersion(version);
            PluginVersions.checkApi(requires);
        } catch (PluginRefusal e) {
            return Optional.of(e.getMessage());
        }
        return pluginClass.equals(Plugin.class.getName())
                ? Optional.empty()
                : Optional.of(
                        "it names a Plugin-Class, " + pluginClass + ", which is not used here: what shall run must be"
                                + " an extension, or be injected into one");
    }

    String label() {
        return id + " " + version;
    }

    /** PF4J's reading of a manifest. */
    static final class Finder extends ManifestPluginDescriptorFinder {
        Descriptor read(Manifest manifest) {
            Descriptor descriptor = (Descriptor) createPluginDescriptor(manifest);
            String exports = manifest.getMainAttributes().getValue(EXPORTS);
            descriptor.exports = exports == null
                    ? List.of()
                    : Arrays.stream(exports.split(","))
                            .map(String::trim)
                            .filter(each -> !each.isEmpty())
                            .toList();
            return descriptor;
        }

        @Override
        protected DefaultPluginDescriptor createPluginDescriptorInstance() {
            return new Descriptor();
        }
    }

    /** PF4J's descriptor, and our one attribute more. */
    static final class Descriptor extends DefaultPluginDescriptor {
        private List<String> exports = List.of();

        List<String> exports() {
            return exports;
        }
    }
}
