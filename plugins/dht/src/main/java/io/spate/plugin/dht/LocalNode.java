package io.spate.plugin.dht;

import io.spate.plugin.dht.node.DhtNode;
import java.net.InetSocketAddress;

/**
 * A node, and the socket it is at.
 *
 * @param local one of the session's UDP addresses
 */
record LocalNode(InetSocketAddress local, DhtNode node) {
    /** Whether only this host can reach it: it has no business in the internet. */
    boolean isLoopback() {
        return local.getAddress().isLoopbackAddress();
    }
}
