package io.spate.kernel.metainfo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What of a torrent's URLs can be of use. */
final class Urls {
    private static final List<String> TRACKER_SCHEMES = List.of("http", "https", "udp", "ws", "wss");
    private static final String UNRESERVED = "-_!.~*()/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LEGAL = UNRESERVED + "%+;?:@=&,$";

    private Urls() {}

    /** Whether this is a tracker's URL: of a scheme that trackers use, with a host, without spaces. */
    static boolean isTracker(String url) {
        int colon = url.indexOf("://");
        if (colon < 0 || !TRACKER_SCHEMES.contains(url.substring(0, colon).toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean hasHost = url.length() > colon + 3 && "/?#".indexOf(url.charAt(colon + 3)) < 0;
        return hasHost && url.chars().noneMatch(c -> c <= 0x20 || c == 0x7F);
    }

    /** Escapes a web seed's path if its author forgot to; one that needs nothing stays as it is. */
    static String escaped(String url) {
        int path = pathOf(url);
        if (path < 0 || url.chars().skip(path).allMatch(c -> LEGAL.indexOf(c) >= 0)) {
            return url;
        }
        StringBuilder escaped = new StringBuilder(url.substring(0, path));
        for (byte b : url.substring(path).getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(String.format("%02x", b));
            }
        }
        return escaped.toString();
    }

    /** Where the path begins; the length if there is none; -1 if this is no URL of letters, ://, and a host. */
    private static int pathOf(String url) {
        int colon = url.indexOf("://");
        boolean letters = colon > 0
                && url.substring(0, colon).chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
        if (!letters) {
            return -1;
        }
        int slash = url.indexOf('/', colon + 3);
        return slash < 0 ? url.length() : slash;
    }
}
