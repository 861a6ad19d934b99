package io.spate.plugin.dht.krpc;

import java.net.Inet6Address;
import java.net.InetAddress;

/** There are two DHTs, and nothing of one is stored in the other (BEP 32). */
public enum Family {
    IPV4("IPv4", 4),
    IPV6("IPv6", 16);

    private final String title;
    private final int addressLength;

    Family(String title, int addressLength) {
        this.title = title;
        this.addressLength = addressLength;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** The key in replies under which nodes of this family stand. */
    String nodesKey() {
        return this == IPV4 ? "nodes" : "nodes6";
    }

    /** Bytes of an address and a port. */
    int endpointLength() {
        return addressLength + 2;
    }

    int addressLength() {
        return addressLength;
    }

    /** For people. */
    @Override
    public String toString() {
        return title;
    }
}
