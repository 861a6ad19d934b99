package io.spate.api;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A host and a port as people write them: {@code 1.2.3.4:6881}, {@code [2001:db8::1]:6881}, {@code name:6881}.
 *
 * @param host without brackets
 * @param port 0..65535
 */
public record HostAndPort(String host, int port) {
    private static final int MAX_NAME = 253;

    /** Empty if the text is none of the three forms. Never asks a name server. */
    public static Optional<HostAndPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed ? !NetUtil.isValidIpV6Address(bare) : !isPlausibleHost(bare)) {
            return Optional.empty();
        }
        return port(text.substring(colon + 1)).map(port -> new HostAndPort(bare, port));
    }

    /** The address, if the host is one in numbers. */
    public Optional<InetAddress> literal() {
        return literal(host);
    }

    static Optional<InetAddress> literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** A name, or an IPv4 address: what ends in a number is nothing else (as in the URL standard). */
    private static boolean isPlausibleHost(String host) {
        return !host.isEmpty()
                && host.length() <= MAX_NAME
                && host.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')
                && (!endsInNumber(host) || NetUtil.isValidIpV4Address(host));
    }

    private static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<Integer> port(String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int port = Integer.parseInt(digits);
        return port <= 65535 ? Optional.of(port) : Optional.empty();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
