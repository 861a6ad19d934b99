package io.spate.api.net;

import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** From where an IP address can be reached. Whoever hears of an address from a stranger asks this before it sends anything there. */
public enum AddressScope {
    /** Of no single host: unspecified, multicast, broadcast, or reserved. */
    NONE,
    /** From the same host. */
    HOST,
    /** From the same site: private, link-local, unique local, and shared by a carrier's customers (RFC 1918, 3927, 4193, 6598). */
    SITE,
    /** From everywhere. */
    GLOBAL;

    public static AddressScope of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return NONE;
        }
        if (address.isLoopbackAddress()) {
            return HOST;
        }
        if (address.isSiteLocalAddress() || address.isLinkLocalAddress()) {
            return SITE;
        }
        if (bytes.length == 4) {
            boolean reserved = first == 0 || first >= 240;
            boolean carrier = first == 100 && (second & 0xC0) == 64;
            return reserved ? NONE : carrier ? SITE : GLOBAL;
        }
        return (first & 0xFE) == 0xFC ? SITE : GLOBAL;
    }

    /** {@link #NONE} of what is no IP address. */
    public static AddressScope of(PeerAddress peer) {
        return peer.socketAddress()
                .map(InetSocketAddress::getAddress)
                .map(AddressScope::of)
                .orElse(NONE);
    }

    /**
     * Whether somebody at an address of this scope may be believed to know, and may be told, a peer of the other: an address
     * means something only to those whom it reaches, and strangers have no business pointing us into our own network.
     */
    public boolean mayIntroduce(AddressScope other) {
        return this != NONE && other != NONE && other.compareTo(this) >= 0;
    }
}
