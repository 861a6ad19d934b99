package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;

/**
 * {@code spate.picker} and {@code spate.choker}: names of extensions, the kernel's own or those of a plugin.
 *
 * @param picker which piece is started next
 * @param choker which peers are served
 */
public record PolicySettings(String picker, String choker) {
    /** @param spate the section {@code spate} */
    public static PolicySettings from(Settings spate) {
        return new PolicySettings(spate.text("picker"), spate.text("choker"));
    }
}
