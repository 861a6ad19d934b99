package io.spate.plugin.metadata;

import io.spate.api.bencode.BencodeLimits;
import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/** {@code spate.plugins.metadata}; the reasons are in {@code reference.conf}. */
record MetadataSettings(
        int maxSize,
        int requestsPerPeer,
        Duration requestTimeout,
        Duration rejectDelay,
        int serveCopies,
        Duration serveInterval) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    MetadataSettings(Settings settings) {
        this(
                (int) settings.bytes("max-size", MetadataSize.PIECE_LENGTH, BencodeLimits.METADATA.size()),
                settings.integer("requests-per-peer", 1, 64),
                settings.duration("request-timeout", SECOND, HOUR),
                settings.duration("reject-delay", SECOND, HOUR),
                settings.integer("serve-copies", 1, 1000),
                settings.duration("serve-interval", SECOND, Duration.ofDays(1)));
    }
}
