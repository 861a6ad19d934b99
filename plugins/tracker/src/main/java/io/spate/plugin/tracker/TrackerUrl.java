package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.UrlAuthority;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An announce URL, taken apart and otherwise left alone: path and query are sent as they came, since trackers recognise
 * their users by them.
 *
 * @param text as it stands in the torrent
 * @param scheme lower case
 * @param userInfo {@code user:password}, still escaped; empty if there is none
 * @param host in ASCII, an IPv6 address without brackets
 * @param port 1..65535
 * @param target path and query: begins with a slash, holds no fragment
 */
record TrackerUrl(String text, String scheme, String userInfo, String host, int port, String target) {
    private static final int MAX_LENGTH = 4096;
    private static final int NO_DEFAULT = 0;
    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("http", 80, "https", 443, "udp", NO_DEFAULT, "ws", 80, "wss", 443);

    /** Fails with {@code BAD_TORRENT} if it is no URL of a tracker. */
    static TrackerUrl parse(String untrusted) {
        String text = untrusted.stripLeading();
        if (text.length() > MAX_LENGTH) {
            throw fault(text.substring(0, 40) + "...", "at most " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f && c < 0xa0)) {
            throw fault(text.replaceAll("\\p{Cntrl}", "?"), "no spaces and no control characters");
        }
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!DEFAULT_PORTS.containsKey(scheme)) {
            throw fault(text, "http://, https:// or udp://");
        }
        return parseRest(text, scheme, text.substring(colon + 3));
    }

    private static TrackerUrl parseRest(String text, String scheme, String rest) {
        int end = UrlAuthority.endIn(rest);
        UrlAuthority server = authority(text, rest.substring(0, end), DEFAULT_PORTS.get(scheme));
        return new TrackerUrl(
                text, scheme, server.userInfo(), server.host(), server.port(), target(rest.substring(end)));
    }

    private static UrlAuthority authority(String text, String authority, int otherwise) {
        try {
            return UrlAuthority.parse(authority, otherwise);
        } catch (IllegalArgumentException e) {
            throw fault(text, e.getMessage());
        }
    }

    private static String target(String rest) {
        int fragment = rest.indexOf('#');
        String target = fragment < 0 ? rest : rest.substring(0, fragment);
        return escapeNonAscii(target.startsWith("/") ? target : "/" + target);
    }

    /** What is ASCII stays as it is, escaped or not. */
    private static String escapeNonAscii(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> escaped.append(
                        c < 0x80
                                ? Character.toString(c)
                                : AnnounceQuery.escape(Character.toString(c).getBytes(StandardCharsets.UTF_8))));
        return escaped.toString();
    }

    boolean isUdp() {
        return scheme.equals("udp");
    }

    /** The path, without the query. */
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** The query, without the question mark; empty if there is none. */
    Optional<String> query() {
        int question = target.indexOf('?');
        return question < 0 ? Optional.empty() : Optional.of(target.substring(question + 1));
    }

    /** The same URL with another path. */
    TrackerUrl withPath(String path) {
        return new TrackerUrl(text, scheme, userInfo, host, port, path + target.substring(path().length()));
    }

    /** The same URL with parameters at its end. */
    TrackerUrl withParameters(String parameters) {
        String join = target.indexOf('?') < 0 ? "?" : target.endsWith("?") || target.endsWith("&") ? "" : "&";
        return new TrackerUrl(text, scheme, userInfo, host, port, target + join + parameters);
    }

    /** Where a {@code Location} leads from here; fails like {@link #parse}. */
    TrackerUrl resolve(String location) {
        if (location.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*")) {
            return parse(location);
        }
        String origin = scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        if (location.startsWith("//")) {
            return parse(scheme + ":" + location);
        }
        if (location.startsWith("/")) {
            return parse(origin + location);
        }
        String base = location.startsWith("?") ? path() : path().substring(0, path().lastIndexOf('/') + 1);
        return parse(origin + base + location);
    }

    boolean isAtSameServerAs(TrackerUrl other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    /** Two URLs with equal keys are the same tracker. */
    String key() {
        return scheme + "://" + userInfo + "@" + host + ":" + port + target;
    }

    private static SpateException fault(String was, String expected) {
        return new SpateException(ErrorCode.BAD_TORRENT, "tracker URL: " + was + " (expected: " + expected + ")");
    }
}
