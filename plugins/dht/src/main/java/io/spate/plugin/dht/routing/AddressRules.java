package io.spate.plugin.dht.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Which addresses can be those of nodes. */
public final class AddressRules {
    private AddressRules() {}

    /** Whether a node may be there at all: no multicast, nothing reserved, a port. */
    public static boolean isPossible(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return address.getPort() > 0
                && !ip.isAnyLocalAddress()
                && !ip.isMulticastAddress()
                && !isReserved(ip.getAddress());
    }

    /**
     * Whether one node may name another to us. Who is in the internet cannot know who is in our own network: such names would have
     * us send datagrams behind our firewall.
     */
    public static boolean mayName(InetAddress teller, InetAddress told) {
        return told.isLoopbackAddress() ? teller.isLoopbackAddress() : !isLocal(told) || isLocal(teller);
    }

    /** Whether the address is not of the internet: of this host, of a private or a link's network (BEP 42 exempts them). */
    public static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    }

    /** What one owner has many addresses of: a /24 of IPv4, a /64 of IPv6. */
    public static long subnet(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = bytes.length == 4 ? 3 : 8;
        long subnet = 0;
        for (byte each : Arrays.copyOf(bytes, length)) {
            subnet = subnet << 8 | each & 0xFF;
        }
        return subnet;
    }

    /** 0.0.0.0/8 and 240.0.0.0/4; multicast is told apart before. */
    private static boolean isReserved(byte[] ip) {
        return ip.length == 4 && (ip[0] == 0 || (ip[0] & 0xF0) == 0xF0);
    }
}
