package io.spate.plugin.tracker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to a tracker: its addresses of one family, and the port at which peers of that family reach us.
 *
 * @param addresses to try in order; never empty
 */
record Route(StandardProtocolFamily family, List<InetAddress> addresses, int port) {
    private static final int MAX_ADDRESSES = 3;

    /** Told when we accept no peers: trackers refuse 0, and nobody accepts at 1. */
    private static final int NOT_LISTENING = 1;

    /** One route for each family that the tracker has and that we listen on; if there is none, what the tracker has. */
    static List<Route> between(List<InetSocketAddress> listening, List<InetAddress> tracker) {
        Map<StandardProtocolFamily, Integer> ports = ports(listening);
        int anyPort = ports.values().stream().findFirst().orElse(NOT_LISTENING);
        List<Route> ours = new ArrayList<>();
        List<Route> all = new ArrayList<>();
        for (StandardProtocolFamily family : StandardProtocolFamily.values()) {
            List<InetAddress> addresses = of(family, tracker);
            if (addresses.isEmpty()) {
                continue;
            }
            Route route = new Route(family, addresses, ports.getOrDefault(family, anyPort));
            all.add(route);
            if (ports.containsKey(family)) {
                ours.add(route);
            }
        }
        return !ours.isEmpty() ? ours : all.subList(0, Math.min(1, all.size()));
    }

    static StandardProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    static List<InetAddress> of(StandardProtocolFamily family, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> family(address) == family)
                .distinct()
                .limit(MAX_ADDRESSES)
                .toList();
    }

    private static Map<StandardProtocolFamily, Integer> ports(List<InetSocketAddress> listening) {
        Map<StandardProtocolFamily, Integer> ports = new LinkedHashMap<>();
        for (InetSocketAddress address : listening) {
            ports.putIfAbsent(family(address.getAddress()), address.getPort());
        }
        for (InetSocketAddress address : listening) {
            if (address.getAddress().isAnyLocalAddress()
                    && family(address.getAddress()) == StandardProtocolFamily.INET6) {
                ports.putIfAbsent(StandardProtocolFamily.INET, address.getPort()); // [::] takes IPv4, too
            }
        }
        return ports;
    }
}
