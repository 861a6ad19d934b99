package org.example.blocklist;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.util.List;

/** {@code spate.plugins.block-list}. */
record BlockListSettings(List<AddressRange> ranges) {
    @Inject
    BlockListSettings(Settings settings) {
        this(settings.texts("ranges").stream()
                .map(text -> AddressRange.parse(text)
                        .orElseThrow(() -> settings.fault(
                                "ranges", "\"" + text + "\"", "an address, or a range such as 203.0.113.0/24")))
                .toList());
    }
}
