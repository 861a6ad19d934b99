package io.spate.kernel.metainfo;

import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.metainfo.MagnetLink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads magnet links (BEP 9, 53). What is wrong beside the info-hash is left out; no readable info-hash is a {@link
 * SpateException} with {@code BAD_MAGNET}, whose message begins with {@code not_a_magnet}, {@code bad_escape}, {@code
 * bad_info_hash} or {@code no_info_hash}. Pure; each instance reads one link.
 */
public final class MagnetReader {
    private static final String SCHEME = "magnet:?";
    private static final int MAX_LENGTH = 1 << 20;
    private static final String V1 = "urn:btih:";
    private static final String V2 = "urn:btmh:";
    private static final String SHA256_OF_32_BYTES = "1220"; // a multihash begins with its kind and length
    private static final Pattern HEX_40 = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BASE32_32 = Pattern.compile("[a-zA-Z2-7]{32}");

    private Optional<InfoHash> v1 = Optional.empty();
    private Optional<InfoHash> v2 = Optional.empty();
    private Optional<String> name = Optional.empty();
    private final List<String> trackers = new ArrayList<>();
    private final List<String> webSeeds = new ArrayList<>();
    private final List<PeerAddress> peers = new ArrayList<>();
    private final List<HostAndPort> dhtNodes = new ArrayList<>();
    private final SelectOnly selectOnly = new SelectOnly();

    private MagnetReader() {}

    /** Whether the text begins as a magnet link does. */
    public static boolean isMagnet(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    public static MagnetLink read(String uri) {
        if (!isMagnet(uri)) {
            throw bad("not_a_magnet", shown(uri) + " (expected: magnet:?...)");
        }
        if (uri.length() > MAX_LENGTH) {
            throw bad("not_a_magnet", uri.length() + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        MagnetReader reader = new MagnetReader();
        for (String parameter : uri.substring(SCHEME.length()).split("&")) {
            reader.parameter(parameter);
        }
        return reader.link();
    }

    private void parameter(String parameter) {
        int equals = parameter.indexOf('=');
        String key = withoutNumber(equals < 0 ? parameter : parameter.substring(0, equals));
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        switch (key.toLowerCase(Locale.ROOT)) {
            case "xt" -> topic(value);
            case "dn" -> unescaped(value).ifPresent(text -> name = Optional.of(text));
            case "tr" -> unescaped(value).filter(Urls::isTracker).ifPresent(trackers::add);
            case "ws" -> unescaped(value).ifPresent(webSeeds::add);
            case "x.pe" ->
                unescaped(value)
                        .flatMap(PeerAddress::parse)
                        .filter(peer -> peer.port() > 0)
                        .ifPresent(peers::add);
            case "dht" ->
                unescaped(value)
                        .flatMap(HostAndPort::parse)
                        .filter(node -> node.port() > 0)
                        .ifPresent(dhtNodes::add);
            case "so" -> selectOnly.add(value);
            default -> {} // others' extensions
        }
    }

    /** Several trackers may be {@code tr.1}, {@code tr.2} and so on. */
    private static String withoutNumber(String key) {
        int dot = key.indexOf('.');
        return dot >= 0 && key.substring(dot + 1).chars().allMatch(c -> c >= '0' && c <= '9')
                ? key.substring(0, dot)
                : key;
    }

    private void topic(String escaped) {
        String topic = escaped.indexOf('%') < 0
                ? escaped
                : unescaped(escaped).orElseThrow(() -> bad("bad_escape", "xt: " + shown(escaped)));
        if (topic.regionMatches(true, 0, V1, 0, V1.length())) {
            v1 = Optional.of(v1Hash(topic.substring(V1.length())));
        } else if (topic.regionMatches(true, 0, V2, 0, V2.length())) {
            v2 = Optional.of(v2Hash(topic.substring(V2.length())));
        }
    }

    private static InfoHash v1Hash(String digits) {
        if (HEX_40.matcher(digits).matches()) {
            return InfoHash.ofHex(digits);
        }
        if (BASE32_32.matcher(digits).matches()) {
            return InfoHash.of(Base32.decode(digits));
        }
        throw bad("bad_info_hash", shown(digits) + " (expected: 40 hexadecimal or 32 base-32 digits)");
    }

    private static InfoHash v2Hash(String digits) {
        if (digits.startsWith(SHA256_OF_32_BYTES)
                && HEX_64.matcher(digits.substring(SHA256_OF_32_BYTES.length())).matches()) {
            return InfoHash.ofHex(digits.substring(SHA256_OF_32_BYTES.length()));
        }
        throw bad("bad_info_hash", shown(digits) + " (expected: 1220 and 64 hexadecimal digits)");
    }

    private MagnetLink link() {
        if (v1.isEmpty() && v2.isEmpty()) {
            throw bad("no_info_hash", "no xt (expected: xt=urn:btih:... or xt=urn:btmh:...)");
        }
        return new MagnetLink(new InfoHashes(v1, v2), name, trackers, webSeeds, peers, dhtNodes, selectOnly.files());
    }

    /** Empty if an escape is not a percent sign and two hexadecimal digits. A plus is a space. */
    private static Optional<String> unescaped(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
                if (low < 0) {
                    return Optional.empty();
                }
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return Optional.of(out.toString(StandardCharsets.UTF_8));
    }

    private static String shown(String text) {
        return '"' + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + '"';
    }

    private static SpateException bad(String label, String detail) {
        return new SpateException(ErrorCode.BAD_MAGNET, label + ": " + detail);
    }
}
