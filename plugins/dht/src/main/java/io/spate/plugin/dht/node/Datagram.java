package io.spate.plugin.dht.node;

import java.net.InetSocketAddress;

/** To be sent from the node's address. */
public record Datagram(InetSocketAddress to, byte[] bytes) {}
