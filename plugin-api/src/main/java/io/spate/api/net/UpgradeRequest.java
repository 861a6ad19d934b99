package io.spate.api.net;

import io.spate.api.InfoHash;

/**
 * A link that we opened, and what to make of it.
 *
 * @param dial whom it leads to, and for which torrent
 * @param infoHash of 20 bytes, by which the handshake will name the torrent: of two hashes of a hybrid the one of the swarm
 *     that the peer was found in
 * @param greeting our handshake. The upgrade sends it, as the first bytes that the other end gets behind the upgrade: some
 *     upgrades can do so before the other end has answered. Not copied; to be left as it is
 */
public record UpgradeRequest(DialRequest dial, InfoHash infoHash, byte[] greeting) {
    public UpgradeRequest {
        if (infoHash.isV2()) {
            throw new IllegalArgumentException("info-hash: 32 bytes (expected: 20)");
        }
    }
}
