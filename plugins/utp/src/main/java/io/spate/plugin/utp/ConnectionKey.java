package io.spate.plugin.utp;

import java.net.InetSocketAddress;

/**
 * By what a packet is known to be a connection's.
 *
 * @param receiveId 16 bits that the other end puts into its packets; anybody may use the same
 */
record ConnectionKey(InetSocketAddress remote, int receiveId) {}
