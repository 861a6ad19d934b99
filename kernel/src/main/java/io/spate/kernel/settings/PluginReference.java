package io.spate.kernel.settings;

import com.typesafe.config.Config;

/**
 * What settings a plugin has.
 *
 * @param id of the plugin
 * @param reference its {@code reference.conf}, whose keys stand at {@code spate.plugins.<id>}; not resolved
 */
public record PluginReference(String id, Config reference) {
    /** By hand, as this is asked at each start; see the one of {@code PeerAddress}. */
    boolean isSameAs(PluginReference other) {
        return id.equals(other.id) && reference.equals(other.reference);
    }
}
