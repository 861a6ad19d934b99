package io.spate.plugin.lsd;

import io.spate.api.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An announce on the local network (BEP 14): a request of HTTP in one datagram.
 *
 * @param host the group it is sent to, as in the header; written, but of no interest to who reads
 * @param port where the sender accepts peers, 1..65535
 * @param infoHashes of 20 bytes, one or more
 * @param cookie by which the sender knows its own announces
 */
record LsdMessage(String host, int port, List<InfoHash> infoHashes, Optional<String> cookie) {
    /** Bytes of a datagram that is not cut in pieces on its way (BEP 14). */
    static final int MAX_BYTES = 1400;

    private static final String FIRST_LINE = "BT-SEARCH * HTTP/1.1";
    private static final int MAX_COOKIE = 200;
    private static final int HASH_LINE = "Infohash: \r\n".length() + 2 * InfoHash.V1_LENGTH;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{40}");

    LsdMessage {
        infoHashes = List.copyOf(infoHashes);
        if (port < 1 || port > 65535 || infoHashes.isEmpty()) {
            throw new IllegalArgumentException("announce: port " + port + ", " + infoHashes.size()
                    + " info-hashes (expected: 1..65535, 1 or more)");
        }
    }

    /** How many info-hashes fit into one datagram. */
    static int capacity(String host, String cookie) {
        int others = FIRST_LINE.length() + "\r\nHost: \r\nPort: 65535\r\ncookie: \r\n\r\n\r\n".length();
        return (MAX_BYTES - others - host.length() - cookie.length()) / HASH_LINE;
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE)
                .append("\r\nHost: ")
                .append(host)
                .append("\r\nPort: ")
                .append(port)
                .append("\r\n");
        infoHashes.forEach(
                hash -> text.append("Infohash: ").append(hash.toHex()).append("\r\n"));
        cookie.ifPresent(own -> text.append("cookie: ").append(own).append("\r\n"));
        return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if it is no announce, or none of use. */
    static Optional<LsdMessage> decode(byte[] datagram) {
        if (datagram.length > MAX_BYTES) {
            return Optional.empty();
        }
        String[] lines = new String(datagram, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        Headers headers = new Headers();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            headers.read(lines[i]);
        }
        return lines[0].equals(FIRST_LINE) && headers.port > 0 && !headers.infoHashes.isEmpty()
                ? Optional.of(new LsdMessage(headers.host, headers.port, headers.infoHashes, headers.cookie))
                : Optional.empty();
    }

    private static final class Headers {
        private final List<InfoHash> infoHashes = new ArrayList<>();
        private String host = "";
        private int port;
        private Optional<String> cookie = Optional.empty();

        /** Headers that nobody knows are passed over, as HTTP has it. */
        private void read(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return;
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "host" -> host = value;
                case "port" -> port = port(value);
                case "infohash" -> {
                    if (HASH.matcher(value).matches()) {
                        infoHashes.add(InfoHash.ofHex(value));
                    }
                }
                case "cookie" -> cookie = Optional.of(value).filter(text -> text.length() <= MAX_COOKIE);
                default -> {}
            }
        }

        private static int port(String digits) {
            int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
            return port > 65535 ? 0 : port;
        }
    }
}
