package io.spate.app;

import io.spate.api.UrlAuthority;
import java.util.Locale;
import java.util.Map;

/**
 * A URL that goes into a torrent as it stands. It is checked before, as of a slip in it nobody would hear but those who get the
 * torrent.
 */
sealed interface TorrentUrl {
    String text();

    /** An announce URL (BEP 3, BEP 15). The last two are for other clients: Spate has no WebRTC. */
    record Tracker(String text) implements TorrentUrl {
        private static final Map<String, Integer> PORTS =
                Map.of("http", 80, "https", 443, "udp", 0, "ws", 80, "wss", 443);

        /** @throws IllegalArgumentException with a message for the user */
        static Tracker parse(String text) {
            return new Tracker(checked(text, PORTS, "a URL with http, https, udp, ws or wss"));
        }
    }

    /** A server of the data (BEP 19). The last is for other clients. */
    record WebSeed(String text) implements TorrentUrl {
        private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "ftp", 21);

        /** @throws IllegalArgumentException with a message for the user */
        static WebSeed parse(String text) {
            return new WebSeed(checked(text, PORTS, "a URL with http, https or ftp"));
        }
    }

    /** @param ports by scheme, the one that is meant if none is named; 0 if one must be */
    private static String checked(String text, Map<String, Integer> ports, String expected) {
        int colon = text.indexOf("://");
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!ports.containsKey(scheme)) {
            throw fault(text, expected);
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f && c < 0xa0)) {
            throw fault(text, "no spaces and no control characters");
        }
        String rest = text.substring(colon + 3);
        try {
            UrlAuthority.parse(rest.substring(0, UrlAuthority.endIn(rest)), ports.get(scheme));
        } catch (IllegalArgumentException e) {
            throw fault(text, e.getMessage());
        }
        return text;
    }

    private static IllegalArgumentException fault(String text, String expected) {
        return new IllegalArgumentException("'" + text + "' (expected: " + expected + ")");
    }
}
