package io.spate.kernel.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.spate.api.plugin.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The settings in effect, with where each comes from. Immutable. */
public final class EffectiveSettings {
    private static final String PLUGINS = "spate.plugins";
    private static final String EVERY_PLUGIN = "the default of every plugin";

    private final List<SettingsLayer> layers;
    private final Config kernelReference;
    private final List<PluginReference> plugins;
    private final Config substitutions;
    private final Config config;
    private final List<String> warnings;
    private final KernelSettings kernel;
    private final List<RequiredPlugin> required;

    private EffectiveSettings(
            List<SettingsLayer> layers,
            Config kernelReference,
            List<PluginReference> plugins,
            Config substitutions,
            Config config,
            List<String> warnings,
            KernelSettings kernel,
            List<RequiredPlugin> required) {
        this.layers = layers;
        this.kernelReference = kernelReference;
        this.plugins = plugins;
        this.substitutions = substitutions;
        this.config = config;
        this.warnings = warnings;
        this.kernel = kernel;
        this.required = required;
    }

    static EffectiveSettings of(
            List<SettingsLayer> layers,
            Config kernelReference,
            Map<String, String> properties,
            List<PluginReference> plugins) {
        Config substitutions = substitutions(properties);
        Problems problems = new Problems();
        Config references = withPlugins(kernelReference, plugins, problems);
        Config config = problems.read(() -> resolved(merged(layers, references), substitutions))
                .orElse(ConfigFactory.empty());
        problems.throwIfAny();

        Problems warnings = new Problems();
        warnOfAbsentPlugins(config, plugins, warnings);
        checkKeys(layers, references, config, problems, warnings);
        plugins.forEach(plugin -> problems.read(() -> enabled(config, plugin.id())));
        Optional<KernelSettings> kernel =
                problems.read(() -> KernelSettings.from(new Settings("spate", config.getConfig("spate"))));
        Optional<List<RequiredPlugin>> required = problems.read(() -> RequiredPlugin.in(config.getObject(PLUGINS)));
        problems.throwIfAny();
        return new EffectiveSettings(
                List.copyOf(layers),
                kernelReference,
                List.copyOf(plugins),
                substitutions,
                config,
                warnings.found(),
                kernel.orElseThrow(),
                required.orElseThrow());
    }

    /** What the kernel reads. */
    public KernelSettings kernel() {
        return kernel;
    }

    /** Resolved, from the root. Every value knows its origin. */
    public Config config() {
        return config;
    }

    /** What is odd but does no harm, for people: settings of plugins that are not there. */
    public List<String> warnings() {
        return warnings;
    }

    /** A section of the kernel, such as {@code spate.limits}. */
    public Settings section(String path) {
        return new Settings(path, config.getConfig(path));
    }

    /** {@code spate.plugins.<id>.enabled}; true unless it is set. Fails with {@code BAD_SETTING} if it is no boolean. */
    public boolean pluginEnabled(String id) {
        return enabled(config, id);
    }

    /** The plugins that the user does not want to be without, there or not. */
    public List<RequiredPlugin> requiredPlugins() {
        return required;
    }

    /**
     * The section of a plugin that starts now, perhaps in another version than when the settings were read. Fails with
     * {@code BAD_SETTING} and a line for each unknown key.
     */
    public Settings plugin(PluginReference plugin) {
        return plugins.stream().anyMatch(plugin::isSameAs) ? plugin(plugin.id(), config) : ofAnotherVersion(plugin);
    }

    private Settings ofAnotherVersion(PluginReference plugin) {
        Problems problems = new Problems();
        Config references = withPlugins(kernelReference, List.of(plugin), problems);
        Config now = problems.read(() -> resolved(merged(layers, references), substitutions))
                .orElse(ConfigFactory.empty());
        problems.throwIfAny();
        String path = path(plugin.id());
        UnknownKeys keys = new UnknownKeys(known(references), now, problems);
        layers.stream().filter(SettingsLayer::strict).forEach(layer -> keys.check(layer.only(path, now)));
        problems.throwIfAny();
        return plugin(plugin.id(), now);
    }

    private static Settings plugin(String id, Config effective) {
        String path = path(id);
        return new Settings(path, effective.hasPath(path) ? effective.getConfig(path) : ConfigFactory.empty());
    }

    /** Every setting under {@code spate}, in the order of the keys. */
    public List<SettingLine> lines() {
        List<SettingLine> lines = new ArrayList<>();
        config.withOnlyPath("spate")
                .entrySet()
                .forEach(entry -> lines.add(new SettingLine(
                        entry.getKey(),
                        entry.getValue().render(ConfigRenderOptions.concise()),
                        entry.getValue().origin().description())));
        lines.sort(Comparator.comparing(SettingLine::key));
        return lines;
    }

    private static boolean enabled(Config config, String id) {
        String path = path(id);
        return !config.hasPath(path + ".enabled") || new Settings(path, config.getConfig(path)).bool("enabled");
    }

    /** Not as a map: the JVM has properties that are both a value and a prefix of others, such as java.vendor. */
    private static Config substitutions(Map<String, String> properties) {
        Properties all = new Properties();
        all.putAll(properties);
        return ConfigFactory.parseProperties(all).withoutPath("spate");
    }

    static String path(String id) {
        return ConfigUtil.joinPath("spate", "plugins", id);
    }

    private static Config merged(List<SettingsLayer> layers, Config references) {
        Config merged = ConfigFactory.empty();
        for (SettingsLayer layer : layers) {
            merged = merged.withFallback(layer.config());
        }
        return merged.withFallback(references);
    }

    /** Substitutions may name any setting, any property of the JVM, and any variable of the environment. */
    private static Config resolved(Config config, Config substitutions) {
        return config.withFallback(substitutions).resolve().withOnlyPath("spate");
    }

    private static Config withPlugins(Config kernelReference, List<PluginReference> plugins, Problems problems) {
        Config references = kernelReference;
        for (PluginReference plugin : plugins) {
            String path = path(plugin.id());
            Config known = ConfigFactory.empty()
                    .withValue(path + ".enabled", ConfigValueFactory.fromAnyRef(true, EVERY_PLUGIN))
                    .withValue(path + "." + RequiredPlugin.KEY, ConfigValueFactory.fromAnyRef(false, EVERY_PLUGIN));
            Optional<Config> own = problems.read(() -> plugin.reference().withOnlyPath(path));
            references = own.orElse(ConfigFactory.empty()).withFallback(known).withFallback(references);
        }
        return references;
    }

    private static void warnOfAbsentPlugins(Config config, List<PluginReference> plugins, Problems warnings) {
        Set<String> present = new HashSet<>();
        plugins.forEach(plugin -> present.add(plugin.id()));
        if (config.getValue(PLUGINS) instanceof ConfigObject sections) {
            sections.forEach((id, section) -> {
                if (!present.contains(id)) {
                    warnings.add(firstOrigin(section) + ": " + path(id) + ": there is no such plugin"
                            + Nearest.hint(id, present));
                }
            });
        }
    }

    /** A reference may leave to the user what its substitutions need. */
    private static Config known(Config references) {
        return references.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
    }

    /** Of the first value inside: what only holds others has no line of its own. */
    private static String firstOrigin(ConfigValue value) {
        return value instanceof ConfigObject section && !section.isEmpty()
                ? firstOrigin(section.values().iterator().next())
                : value.origin().description();
    }

    private static void checkKeys(
            List<SettingsLayer> layers, Config references, Config all, Problems problems, Problems warnings) {
        Config known = known(references);
        for (SettingsLayer layer : layers) {
            new UnknownKeys(known, all, layer.strict() ? problems : warnings).check(layer.config());
        }
    }
}
