package io.spate.plugin.webseed;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.UrlAuthority;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A URL of a web seed, taken apart. What is escaped in it stays as it is; what cannot stand in a request is escaped.
 *
 * @param isSecure https
 * @param userInfo {@code user:password}, still escaped; empty if there is none
 * @param host in ASCII, an IPv6 address without brackets
 * @param port 1..65535
 * @param path begins with a slash
 * @param query with its question mark; empty if there is none
 */
record SeedUrl(boolean isSecure, String userInfo, String host, int port, String path, String query) {
    private static final int MAX_LENGTH = 8192;
    private static final String HEX = "0123456789ABCDEF";

    /** Besides letters and digits, what stands for itself in a path or a query (RFC 3986). */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

    /** Fails with {@code BAD_TORRENT} if it is no URL of a web server. */
    static SeedUrl parse(String untrusted) {
        String text = untrusted.strip();
        if (text.length() > MAX_LENGTH) {
            throw fault(text.substring(0, 40) + "...", "at most " + MAX_LENGTH + " characters");
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw fault(text, "http:// or https://");
        }
        return parseRest(text, scheme.equals("https"), text.substring(colon + 3));
    }

    private static SeedUrl parseRest(String text, boolean isSecure, String rest) {
        int end = UrlAuthority.endIn(rest);
        UrlAuthority server = authority(text, rest.substring(0, end), isSecure ? 443 : 80);
        String target = requestable(rest.substring(end));
        int question = target.indexOf('?');
        return new SeedUrl(
                isSecure,
                server.userInfo(),
                server.host(),
                server.port(),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question));
    }

    private static UrlAuthority authority(String text, String authority, int otherwise) {
        try {
            return UrlAuthority.parse(authority, otherwise);
        } catch (IllegalArgumentException e) {
            throw fault(text, e.getMessage());
        }
    }

    private static String requestable(String rest) {
        int fragment = rest.indexOf('#');
        String target = fragment < 0 ? rest : rest.substring(0, fragment);
        return escaped(target.startsWith("/") ? target : "/" + target);
    }

    /** Escapes what may not stand in a request, and a percent sign that escapes nothing; not what is escaped already. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            boolean isPlain = bytes[i] == '%' ? isEscape(bytes, i) : isPlain(bytes[i], PLAIN);
            append(bytes[i], isPlain, out);
        }
        return out.toString();
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length
                && Character.digit(bytes[at + 1], 16) >= 0
                && Character.digit(bytes[at + 2], 16) >= 0;
    }

    /** One element of a path, in which every character stands for itself. */
    static String escapedElement(String element) {
        StringBuilder out = new StringBuilder(element.length());
        for (byte b : element.getBytes(StandardCharsets.UTF_8)) {
            append(b, isPlain(b, "-._~"), out);
        }
        return out.toString();
    }

    static String escapedBytes(byte[] bytes) {
        StringBuilder out = new StringBuilder(3 * bytes.length);
        for (byte b : bytes) {
            append(b, isPlain(b, "-._~"), out);
        }
        return out.toString();
    }

    private static void append(byte b, boolean isPlain, StringBuilder out) {
        if (isPlain) {
            out.append((char) b);
        } else {
            out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        }
    }

    private static boolean isPlain(byte b, String others) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b > 0 && others.indexOf(b) >= 0;
    }

    /**
     * Where a file of a torrent is (BEP 19).
     *
     * @param elements of its path, the torrent's name first
     * @param isAlone whether it is all of the torrent: the URL then is its own, unless it ends with a slash
     */
    SeedUrl file(List<String> elements, boolean isAlone) {
        if (isAlone && !path.endsWith("/")) {
            return this;
        }
        String below = elements.stream().map(SeedUrl::escapedElement).collect(Collectors.joining("/"));
        return new SeedUrl(isSecure, userInfo, host, port, path + (path.endsWith("/") ? "" : "/") + below, query);
    }

    /** Path and query with parameters at their end. */
    String target(String parameters) {
        return parameters.isEmpty() ? path + query : path + query + (query.isEmpty() ? "?" : "&") + parameters;
    }

    /** Where a {@code Location} leads from here; fails like {@link #parse}. */
    SeedUrl resolve(String location) {
        if (location.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse((isSecure ? "https:" : "http:") + location);
        }
        if (location.startsWith("/")) {
            return parse(origin() + location);
        }
        String base = location.startsWith("?") ? path : path.substring(0, path.lastIndexOf('/') + 1);
        return parse(origin() + base + location);
    }

    /** Scheme, host and port. */
    String origin() {
        return (isSecure ? "https://" : "http://") + authority();
    }

    /** Host and port as in a URL; the port only if it is not the usual one. */
    String authority() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isSecure ? 443 : 80) ? shown : shown + ":" + port;
    }

    /** What proves to the server who we are; only for the server that it was given for. */
    Optional<String> authorization() {
        return userInfo.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(unescaped(userInfo)));
    }

    private static byte[] unescaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && isEscape(bytes, i)) {
                out[length++] = (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                out[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(out, length);
    }

    private static SpateException fault(String was, String expected) {
        return new SpateException(ErrorCode.BAD_TORRENT, "web seed: " + was + " (expected: " + expected + ")");
    }
}
