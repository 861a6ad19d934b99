package io.spate.api;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a peer may be reached. The scheme says who understands the host: {@code ip} is an IPv4 or IPv6 address in its
 * canonical text (RFC 5952), {@code host} a name still to be resolved; a transport may bring schemes of its own (I2P, WebRTC).
 *
 * @param scheme lower case
 * @param host never blank; an IPv6 address without brackets
 * @param port 1..65535, or 0 where the scheme knows no ports or the port is not known
 */
public record PeerAddress(String scheme, String host, int port) {
    public static final String IP = "ip";
    public static final String HOST = "host";

    public PeerAddress {
        if (scheme.isBlank() || host.isBlank()) {
            throw new IllegalArgumentException("peer address without a scheme or a host: " + scheme + " " + host);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    public static PeerAddress ip(InetAddress address, int port) {
        return new PeerAddress(IP, NetUtil.toAddressString(address), port);
    }

    /** @param address resolved */
    public static PeerAddress of(InetSocketAddress address) {
        return ip(address.getAddress(), address.getPort());
    }

    public static PeerAddress host(String name, int port) {
        return new PeerAddress(HOST, name, port);
    }

    /** Reads {@code 1.2.3.4:6881}, {@code [2001:db8::1]:6881} or {@code name:6881}; empty if it is none of these. */
    public static Optional<PeerAddress> parse(String text) {
        return HostAndPort.parse(text).map(parsed -> parsed.literal()
                .map(address -> ip(address, parsed.port()))
                .orElseGet(() -> host(parsed.host(), parsed.port())));
    }

    /** The address as one of the JDK's, if the scheme is {@code ip}. Never asks a name server. */
    public Optional<InetSocketAddress> socketAddress() {
        return scheme.equals(IP)
                ? HostAndPort.literal(host).map(address -> new InetSocketAddress(address, port))
                : Optional.empty();
    }

    public boolean isIpv6() {
        return scheme.equals(IP) && host.indexOf(':') >= 0;
    }

    // By hand, as it is the key of most maps: what the compiler would link at the first call takes a while to be
    // made, at every start, and is slower until it is optimised.
    @Override
    public boolean equals(Object other) {
        return other instanceof PeerAddress that
                && port == that.port
                && host.equals(that.host)
                && scheme.equals(that.scheme);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /** {@code 1.2.3.4:6881}, {@code [2001:db8::1]:6881}, {@code name:6881}; other schemes with the scheme before it. */
    @Override
    public String toString() {
        String shown = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        return scheme.equals(IP) || scheme.equals(HOST) ? shown : scheme + "://" + shown;
    }

    /** Whether the JDK gave us an IPv6 address (one mapped from IPv4 is already an {@code Inet4Address} there). */
    public static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
