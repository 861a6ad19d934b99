package io.spate.plugin.tracker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One of our sockets, and a UDP tracker that is asked from it.
 *
 * @param local the address that the socket is bound to
 */
record UdpPath(InetSocketAddress local, InetSocketAddress remote) {
    /** By the socket that fits best; empty if none can reach the tracker. */
    static Optional<UdpPath> to(InetSocketAddress remote, List<InetSocketAddress> sockets) {
        InetAddress address = remote.getAddress();
        return sockets.stream()
                .filter(local -> canReach(local.getAddress(), address))
                .min(Comparator.comparingInt((InetSocketAddress local) -> distance(local.getAddress(), address))
                        .thenComparing(local -> local.getAddress().getHostAddress())
                        .thenComparingInt(InetSocketAddress::getPort))
                .map(local -> new UdpPath(local, remote));
    }

    /** {@code [::]} takes IPv4, too. */
    private static boolean canReach(InetAddress local, InetAddress remote) {
        return Route.family(local) == Route.family(remote)
                || Route.family(remote) == StandardProtocolFamily.INET && local.isAnyLocalAddress();
    }

    /** A socket on loopback reaches this host alone, and one on another address mostly not the services of loopback. */
    private static int distance(InetAddress local, InetAddress remote) {
        if (local.isAnyLocalAddress()) {
            return Route.family(local) == Route.family(remote) ? 1 : 2;
        }
        return local.isLoopbackAddress() == remote.isLoopbackAddress() ? 0 : 3;
    }

    StandardProtocolFamily family() {
        return Route.family(remote.getAddress());
    }
}
