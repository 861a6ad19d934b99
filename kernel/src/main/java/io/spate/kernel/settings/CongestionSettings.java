package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;

/**
 * {@code spate.network.congestion-control}: names of algorithms as Linux has them; empty for the system's choice.
 *
 * @param onThisHost for connections that do not leave this host
 * @param elsewhere for all others
 */
public record CongestionSettings(String onThisHost, String elsewhere) {
    private static final int LONGEST_NAME = 15;

    static CongestionSettings from(Settings congestion) {
        return new CongestionSettings(name(congestion, "on-this-host"), name(congestion, "elsewhere"));
    }

    private static String name(Settings congestion, String key) {
        String name = congestion.text(key);
        if (name.length() > LONGEST_NAME || !name.matches("[a-z0-9_-]*")) {
            throw congestion.fault(
                    key,
                    "\"" + name + "\"",
                    "the name of an algorithm, such as cubic or bbr, or nothing for the system's choice");
        }
        return name;
    }
}
