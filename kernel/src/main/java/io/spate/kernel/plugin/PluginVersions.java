package io.spate.kernel.plugin;

import io.spate.api.plugin.ApiVersion;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/** Compares versions, in words for people. PF4J itself would let everything pass while the host's version is 0.0.0. */
final class PluginVersions {
    private static final VersionManager VERSIONS = new DefaultVersionManager();

    private PluginVersions() {}

    static void checkVersion(String version) throws PluginRefusal {
        try {
            VERSIONS.compareVersions(version, "0.0.0");
        } catch (RuntimeException e) {
            throw new PluginRefusal(
                    "its Plugin-Version is \"" + version + "\" (expected: three numbers with dots, such as 1.2.0)", e);
        }
    }

    static void checkApi(String requires) throws PluginRefusal {
        String api = ApiVersion.current();
        if (!matches(api, requires, "its Plugin-Requires")) {
            throw new PluginRefusal("it requires version " + requires + " of the plugin API, but this is " + api);
        }
    }

    /**
     * Whether a version is in a range. As PF4J does it, a bare version means that one or any later.
     *
     * @param where the range stands, for the refusal when it cannot be read
     */
    static boolean matches(String version, String range, String where) throws PluginRefusal {
        String expression = range.trim().matches("\\d+\\.\\d+\\.\\d+") ? ">=" + range.trim() : range.trim();
        try {
            return VERSIONS.checkVersionConstraint(version, expression);
        } catch (RuntimeException e) {
            throw new PluginRefusal(where + " is \"" + range + "\" (expected: a range such as >=1.2.0 & <2.0.0)", e);
        }
    }
}
