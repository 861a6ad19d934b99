package io.spate.api;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.util.Locale;

/**
 * The server in a URL, {@code user:password@host:port} (RFC 3986, section 3.2), which torrents name and so cannot be trusted to be
 * one.
 *
 * @param userInfo {@code user:password}, still escaped; empty if there is none
 * @param host in ASCII and lower case, an IPv6 address without brackets
 * @param port 1..65535
 */
public record UrlAuthority(String userInfo, String host, int port) {
    private static final int MAX_HOST = 253;

    /** Where in what follows the two slashes of a URL the authority ends. */
    public static int endIn(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    /**
     * Fails with {@code IllegalArgumentException}, whose message says what was expected.
     *
     * @param otherwise the port if none is named; 0 if one must be
     */
    public static UrlAuthority parse(String authority, int otherwise) {
        int at = authority.lastIndexOf('@');
        String hostAndPort = authority.substring(at + 1);
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        return new UrlAuthority(
                at < 0 ? "" : authority.substring(0, at),
                host(hasPort ? hostAndPort.substring(0, colon) : hostAndPort),
                port(hasPort ? hostAndPort.substring(colon + 1) : "", otherwise));
    }

    private static String host(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            String bare = host.substring(1, host.length() - 1);
            if (NetUtil.isValidIpV6Address(bare) && bare.indexOf('%') < 0) {
                return bare;
            }
        } else if (!host.isEmpty() && host.length() <= MAX_HOST) {
            String name = ascii(host);
            if (name.matches("[a-z0-9_.-]{1," + MAX_HOST + "}")) {
                return name;
            }
        }
        throw new IllegalArgumentException("a host name or an address");
    }

    /** Empty if it cannot be a name. */
    private static String ascii(String host) {
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static int port(String digits, int otherwise) {
        boolean isNumber = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = !isNumber ? -1 : digits.isEmpty() ? otherwise : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port in 1..65535");
        }
        return port;
    }
}
