package io.spate.plugin.dht.krpc;

import java.net.InetSocketAddress;

/**
 * A node as messages name it.
 *
 * @param address resolved, with a port of 1..65535
 */
public record NodeInfo(NodeId id, InetSocketAddress address) {}
