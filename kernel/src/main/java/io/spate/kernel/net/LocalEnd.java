package io.spate.kernel.net;

import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An address of ours on an interface that carries multicast.
 *
 * @param prefix bits of the address that its network shares
 */
record LocalEnd(NetworkInterface nic, InetAddress address, int prefix) {
    /**
     * Those at which we accept peers: where we listen at every address, one of each interface but loopback. Asks the system;
     * may block for some milliseconds.
     *
     * @param group for its family
     */
    static Set<LocalEnd> find(List<InetSocketAddress> listening, InetAddress group) throws SocketException {
        Set<LocalEnd> found = new LinkedHashSet<>();
        for (NetworkInterface nic : NetworkInterface.networkInterfaces().toArray(NetworkInterface[]::new)) {
            if (nic.isUp() && nic.supportsMulticast()) {
                nic.getInterfaceAddresses().stream()
                        .filter(each -> isUsable(each.getAddress(), group)
                                && listening.stream().anyMatch(at -> covers(at.getAddress(), each.getAddress())))
                        .map(each -> of(nic, each))
                        .limit(listening.stream().anyMatch(at -> at.getAddress().isAnyLocalAddress()) ? 1 : 8)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Whether the other address is on the same network. */
    boolean reaches(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefix / 8;
        int mask = prefix % 8 == 0 ? 0 : 0xFF << (8 - prefix % 8) & 0xFF;
        return Arrays.equals(ours, 0, whole, theirs, 0, whole)
                && (mask == 0 || (ours[whole] & mask) == (theirs[whole] & mask));
    }

    private static LocalEnd of(NetworkInterface nic, InterfaceAddress address) {
        return new LocalEnd(nic, address.getAddress(), address.getNetworkPrefixLength());
    }

    /** A link-local IPv6 address tells nobody on which of his links we are. */
    private static boolean isUsable(InetAddress address, InetAddress group) {
        boolean v6 = PeerAddress.isIpv6(address);
        return v6 == PeerAddress.isIpv6(group) && !(v6 && address.isLinkLocalAddress());
    }

    private static boolean covers(InetAddress listening, InetAddress address) {
        return listening.isAnyLocalAddress()
                ? !address.isLoopbackAddress() && (PeerAddress.isIpv6(listening) == PeerAddress.isIpv6(address))
                : listening.equals(address);
    }
}
