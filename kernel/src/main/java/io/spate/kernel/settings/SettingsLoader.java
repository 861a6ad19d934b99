package io.spate.kernel.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads settings from all their sources. Blocks on files: not to be called on a loop. */
public final class SettingsLoader {
    private static final String ROOT = "spate.";
    private static final String FORCE = "CONFIG_FORCE_";

    private final Problems problems = new Problems();
    private final List<SettingsLayer> layers = new ArrayList<>();
    private final SettingsSources sources;

    private SettingsLoader(SettingsSources sources) {
        this.sources = sources;
    }

    /**
     * The settings in effect. Fails with {@code BAD_SETTING} and a line for each problem: a file that cannot be read, an
     * unknown key, a value of the kernel that is wrong. What is set for plugins that are not there is only warned of.
     *
     * @param plugins all that were found
     */
    public static EffectiveSettings load(SettingsSources sources, List<PluginReference> plugins) {
        return new SettingsLoader(sources).load(plugins);
    }

    private EffectiveSettings load(List<PluginReference> plugins) {
        for (int i = sources.set().size() - 1; i >= 0; i--) {
            addSet(sources.set().get(i));
        }
        addProperties();
        addEnvironment();
        sources.file().ifPresent(this::addFile);
        sources.usual().stream().filter(Files::exists).forEach(this::addFile);
        problems.throwIfAny();
        return EffectiveSettings.of(layers, kernelReference(), sources.properties(), plugins);
    }

    /** A bare value is taken as it stands, so that an address needs no quotes; lists, sections and quoted texts are HOCON. */
    private void addSet(String keyAndValue) {
        String origin = "--set " + keyAndValue;
        int equals = keyAndValue.indexOf('=');
        if (equals < 1) {
            problems.add(origin + ": no key and value (expected: key=value)");
            return;
        }
        String key = keyAndValue.substring(0, equals).trim();
        String value = keyAndValue.substring(equals + 1).trim();
        if (!key.startsWith(ROOT)) {
            problems.add(origin + ": unknown key (expected: one that begins with " + ROOT + ")");
            return;
        }
        try {
            layers.add(SettingsLayer.strict(ConfigFactory.empty().withValue(key, value(value, origin))));
        } catch (ConfigException e) {
            problems.add(Problems.text(e));
        }
    }

    private static ConfigValue value(String text, String origin) {
        if (!text.startsWith("[") && !text.startsWith("{") && !text.startsWith("\"")) {
            return ConfigValueFactory.fromAnyRef(text, origin);
        }
        return ConfigFactory.parseString(
                        "value = " + text, ConfigParseOptions.defaults().setOriginDescription(origin))
                .root()
                .get("value")
                .withOrigin(ConfigOriginFactory.newSimple(origin));
    }

    /** An unknown one is only warned of: the JVM's properties belong to others, too. */
    private void addProperties() {
        Map<String, String> ours = sources.properties().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ROOT))
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()));
        for (Map.Entry<String, String> entry : ours.entrySet()) {
            addPath(entry.getKey(), entry.getValue(), "-D" + entry.getKey(), false);
        }
    }

    private void addEnvironment() {
        Map<String, String> ours = new HashMap<>();
        sources.environment().forEach((name, value) -> {
            if (name.startsWith(FORCE)) {
                ours.put(name, value);
            }
        });
        ours.forEach((name, value) -> {
            String key = unmangled(name.substring(FORCE.length()));
            if (key.startsWith(ROOT)) {
                addPath(key, value, "environment variable " + name, true);
            }
        });
    }

    private void addPath(String key, String value, String origin, boolean strict) {
        try {
            Config config = ConfigFactory.empty()
                    .withValue(
                            ConfigUtil.joinPath(ConfigUtil.splitPath(key)),
                            ConfigValueFactory.fromAnyRef(value, origin));
            layers.add(new SettingsLayer(config, strict));
        } catch (ConfigException e) {
            problems.add(origin + ": " + Problems.text(e));
        }
    }

    /** As Typesafe Config does: {@code _} is a dot, {@code __} a dash, {@code ___} an underscore. */
    static String unmangled(String name) {
        return name.replace("___", "\0").replace("__", "-").replace('_', '.').replace('\0', '_');
    }

    private void addFile(Path file) {
        try {
            layers.add(SettingsLayer.strict(ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))));
        } catch (ConfigException e) {
            problems.add(Problems.text(e));
        }
    }

    private static Config kernelReference() {
        return ConfigFactory.parseResources(
                SettingsLoader.class.getClassLoader(),
                "reference.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }
}
