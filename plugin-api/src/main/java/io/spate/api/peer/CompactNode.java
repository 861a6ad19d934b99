package io.spate.api.peer;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;

/**
 * A DHT node as messages carry it (BEP 5).
 *
 * @param id 20 bytes, of the same space as info-hashes
 * @param address where it takes datagrams
 */
public record CompactNode(InfoHash id, PeerAddress address) {
    public CompactNode {
        if (id.isV2()) {
            throw new IllegalArgumentException("node id: 32 bytes (expected: 20)");
        }
    }
}
