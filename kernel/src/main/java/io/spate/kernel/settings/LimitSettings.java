package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;

/**
 * {@code spate.limits}.
 *
 * @param download bytes a second of all torrents together, 0 for no limit
 * @param upload bytes a second of all torrents together, 0 for no limit
 * @param connections of all torrents together
 * @param connectionsPerTorrent of one torrent
 * @param halfOpen attempts to connect that are open at once
 * @param connectRate attempts to connect begun in a second
 * @param uploadSlots peers of one torrent that are served at once
 */
public record LimitSettings(
        long download,
        long upload,
        int connections,
        int connectionsPerTorrent,
        int halfOpen,
        int connectRate,
        int uploadSlots) {
    private static final int MANY_CONNECTIONS = 100_000;
    private static final int MANY = 10_000;

    /** @param limits the section {@code spate.limits} */
    public static LimitSettings from(Settings limits) {
        return new LimitSettings(
                limits.bytes("download", 0, Long.MAX_VALUE),
                limits.bytes("upload", 0, Long.MAX_VALUE),
                limits.integer("connections", 1, MANY_CONNECTIONS),
                limits.integer("connections-per-torrent", 1, MANY_CONNECTIONS),
                limits.integer("half-open", 1, MANY),
                limits.integer("connect-rate", 1, MANY),
                limits.integer("upload-slots", 1, MANY));
    }
}
