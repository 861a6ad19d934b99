package io.spate.kernel.settings;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short ways to settings, for tests. */
final class Sources {
    private Sources() {}

    static EffectiveSettings set(String... keysAndValues) {
        return SettingsLoader.load(SettingsSources.none().withSet(keysAndValues), List.of());
    }

    static SettingsSources properties(String key, String value) {
        return new SettingsSources(List.of(), Map.of(key, value), Map.of(), Optional.empty(), List.of());
    }

    static SettingsSources environment(String name, String value) {
        return new SettingsSources(List.of(), Map.of(), Map.of(name, value), Optional.empty(), List.of());
    }

    static PluginReference plugin(String id, String hocon) {
        return new PluginReference(
                id,
                ConfigFactory.parseString(
                        "spate.plugins." + id + " {\n" + hocon + "\n}",
                        ConfigParseOptions.defaults().setOriginDescription("reference.conf of " + id)));
    }
}
