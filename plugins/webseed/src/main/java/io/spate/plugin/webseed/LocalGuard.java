package io.spate.plugin.webseed;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** Keeps a torrent or a server from using us to reach services that only we can reach (server-side request forgery). */
record LocalGuard(boolean isOn) {
    /** Why a torrent's URL is not asked at this address. */
    Optional<String> refuses(SeedUrl url, InetAddress address) {
        return isOn && !isGlobal(address) && !url.query().isEmpty()
                ? Optional.of("query at " + address.getHostAddress() + " in the local network (ssrf-mitigation)")
                : Optional.empty();
    }

    /** Why a redirect is not followed. */
    Optional<String> refusesRedirect(InetAddress from, InetAddress to) {
        return isOn && isGlobal(from) && !isGlobal(to)
                ? Optional.of("redirect from the internet to " + to.getHostAddress() + " (ssrf-mitigation)")
                : Optional.empty();
    }

    /** Whether the address is one of the internet, not of a host, a link or a private network. */
    static boolean isGlobal(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? bytes[0] != 0 && bytes[0] != (byte) 255 && !(bytes[0] == 100 && (bytes[1] & 0xC0) == 64) // RFC 6598
                : (bytes[0] & 0xFE) != 0xFC; // RFC 4193
    }
}
