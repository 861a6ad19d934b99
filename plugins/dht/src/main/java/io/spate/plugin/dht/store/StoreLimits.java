package io.spate.plugin.dht.store;

import java.time.Duration;

/**
 * How much a node keeps for others.
 *
 * @param torrents that peers are kept of
 * @param peers of one torrent
 * @param items of BEP 44
 * @param peerLifetime after the last announce
 * @param itemLifetime after the last put
 * @param samples info-hashes in an answer (BEP 51)
 * @param sampleInterval how long that answer stays the same
 */
public record StoreLimits(
        int torrents,
        int peers,
        int items,
        Duration peerLifetime,
        Duration itemLifetime,
        int samples,
        Duration sampleInterval) {}
