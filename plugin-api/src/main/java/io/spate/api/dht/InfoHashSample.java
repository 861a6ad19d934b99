package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.peer.CompactNode;
import java.time.Duration;
import java.util.List;

/**
 * Some of the info-hashes that a node stores (BEP 51).
 *
 * @param samples at random; empty also if the node does not know BEP 51
 * @param total how many it stores
 * @param interval how long the sample stays the same: do not ask earlier
 * @param nodes that are closer to the target, to go on with
 */
public record InfoHashSample(List<InfoHash> samples, int total, Duration interval, List<CompactNode> nodes) {
    public InfoHashSample {
        samples = List.copyOf(samples);
        nodes = List.copyOf(nodes);
    }
}
