package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a node stands.
 *
 * @param live nodes of the routing table that answered lately
 * @param dropped queries that were not answered
 */
public record NodeStatus(
        Family family,
        NodeId id,
        Optional<InetAddress> externalAddress,
        List<NodeInfo> live,
        int replacements,
        int torrents,
        int peers,
        int items,
        int searches,
        long bytesIn,
        long bytesOut,
        long dropped) {
    public NodeStatus {
        live = List.copyOf(live);
    }
}
