package io.spate.kernel.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * What one source says.
 *
 * @param config not resolved
 * @param strict whether an unknown key is an error, not a warning
 */
record SettingsLayer(Config config, boolean strict) {
    static SettingsLayer strict(Config config) {
        return new SettingsLayer(config, true);
    }

    /** What it says at a path; if that is not known before substitutions are made, what all say there. */
    Config only(String path, Config effective) {
        try {
            return config.withOnlyPath(path);
        } catch (ConfigException.NotResolved e) {
            return effective.withOnlyPath(path);
        }
    }
}
