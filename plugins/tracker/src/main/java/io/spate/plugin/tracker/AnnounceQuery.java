package io.spate.plugin.tracker;

import io.spate.api.encryption.LinkEncryption;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The parameters of an HTTP announce, in the order that picky trackers expect (BEP 3, 23). */
final class AnnounceQuery {
    private static final String HEX = "0123456789ABCDEF";

    private AnnounceQuery() {}

    static String of(AnnounceRequest request) {
        Traffic traffic = request.traffic();
        StringBuilder query = new StringBuilder(400);
        add(query, "info_hash", escape(request.infoHash().toBytes()));
        add(query, "peer_id", escape(request.peerId().toBytes()));
        add(query, "port", request.port());
        add(query, "uploaded", traffic.uploaded());
        add(query, "downloaded", traffic.downloaded());
        add(query, "left", traffic.left());
        add(query, "corrupt", traffic.corrupt());
        add(query, "redundant", traffic.redundant());
        add(query, "key", String.format(Locale.ROOT, "%08X", request.key()));
        if (request.event() != AnnounceEvent.REGULAR) {
            add(query, "event", request.event().wire());
        }
        add(query, "numwant", request.numWant());
        add(query, "compact", 1);
        add(query, "no_peer_id", 1);
        addEncryption(query, request.encryption());
        request.trackerId().ifPresent(id -> add(query, "trackerid", escape(id.getBytes(StandardCharsets.ISO_8859_1))));
        request.ip().ifPresent(ip -> add(query, "ip", escape(ip.getBytes(StandardCharsets.UTF_8))));
        return query.toString();
    }

    /** Everything but the unreserved characters of RFC 3986 as {@code %XX}. */
    static String escape(byte[] bytes) {
        StringBuilder escaped = new StringBuilder(bytes.length * 3);
        for (byte b : bytes) {
            if (isUnreserved(b)) {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return escaped.toString();
    }

    private static void addEncryption(StringBuilder query, LinkEncryption.Acceptance encryption) {
        if (encryption != LinkEncryption.Acceptance.PLAIN) {
            add(query, "supportcrypto", 1);
        }
        if (encryption == LinkEncryption.Acceptance.ENCRYPTED) {
            add(query, "requirecrypto", 1);
        }
    }

    private static void add(StringBuilder query, String name, Object value) {
        query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(value);
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'A' && b <= 'Z'
                || b >= 'a' && b <= 'z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }
}
