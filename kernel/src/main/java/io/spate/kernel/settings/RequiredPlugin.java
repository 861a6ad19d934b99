package io.spate.kernel.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.spate.api.plugin.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin that the user does not want to be without. That is said by {@code required}, which every plugin has, or by a setting of its
 * own that has the value {@code forced}: what is forced must not go missing with the plugin that would force it.
 *
 * @param because which setting says so, and where it stands, for people
 */
public record RequiredPlugin(String id, String because) {
    static final String KEY = "required";
    private static final String FORCED = "forced";

    /** Fails with {@code BAD_SETTING} if one is required neither with true nor with false. */
    static List<RequiredPlugin> in(ConfigObject plugins) {
        List<RequiredPlugin> required = new ArrayList<>();
        plugins.forEach((id, section) -> {
            if (section instanceof ConfigObject object) {
                in(object.toConfig(), EffectiveSettings.path(id))
                        .ifPresent(because -> required.add(new RequiredPlugin(id, because)));
            }
        });
        return List.copyOf(required);
    }

    private static Optional<String> in(Config section, String path) {
        if (section.hasPath(KEY) && new Settings(path, section).bool(KEY)) {
            return Optional.of(said(path, KEY, section.getValue(KEY)));
        }
        return section.entrySet().stream()
                .filter(entry -> FORCED.equals(entry.getValue().unwrapped()))
                .sorted(Map.Entry.comparingByKey())
                .findFirst()
                .map(entry -> said(path, entry.getKey(), entry.getValue()));
    }

    private static String said(String path, String key, ConfigValue value) {
        return path + "." + key + " is " + value.unwrapped() + " ("
                + value.origin().description() + ")";
    }
}
