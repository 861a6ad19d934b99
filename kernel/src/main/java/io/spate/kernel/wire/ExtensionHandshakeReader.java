package io.spate.kernel.wire;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes from a peer's extended handshake what makes sense, each value within its bounds. */
final class ExtensionHandshakeReader {
    private static final int MAX_MESSAGES = 255;
    private static final int MAX_NAME = 64;
    private static final int MAX_CLIENT = 100;

    private final BencodeDictionary dictionary;

    ExtensionHandshakeReader(BencodeDictionary dictionary) {
        this.dictionary = dictionary;
    }

    ExtensionHandshake read() {
        return new ExtensionHandshake(
                dictionary
                        .dictionary("m")
                        .map(ExtensionHandshakeReader::messages)
                        .orElse(Map.of()),
                dictionary.string("v").flatMap(ExtensionHandshakeReader::printable),
                integer("p", 1, 65535),
                integer("reqq", 1, Integer.MAX_VALUE),
                address("yourip", InetAddress.class),
                address("ipv4", Inet4Address.class),
                address("ipv6", Inet6Address.class),
                integer("metadata_size", 1, Integer.MAX_VALUE),
                flag("upload_only"),
                integer("complete_ago", 0, Integer.MAX_VALUE),
                flag("e"));
    }

    private static Map<String, Integer> messages(BencodeDictionary m) {
        Map<String, Integer> messages = new LinkedHashMap<>();
        for (int i = 0; i < m.size() && messages.size() < MAX_MESSAGES; i++) {
            BencodeString name = m.keyAt(i);
            OptionalInt id = id(m.valueAt(i));
            if (id.isPresent() && !name.isEmpty() && name.length() <= MAX_NAME) {
                messages.putIfAbsent(name.text(), id.getAsInt());
            }
        }
        return messages;
    }

    private static OptionalInt id(BencodeValue value) {
        return value instanceof BencodeInteger integer && integer.value().isPresent()
                ? between(integer.value().getAsLong(), 0, 255)
                : OptionalInt.empty();
    }

    /** Control characters have no business in a log or on a terminal. */
    private static Optional<String> printable(BencodeString text) {
        StringBuilder printable = new StringBuilder();
        text.text()
                .codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(MAX_CLIENT)
                .forEach(printable::appendCodePoint);
        return printable.isEmpty() ? Optional.empty() : Optional.of(printable.toString());
    }

    private OptionalInt integer(String key, int min, int max) {
        return dictionary.integer(key).stream()
                .mapToObj(value -> between(value, min, max))
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt between(long value, int min, int max) {
        return value < min || value > max ? OptionalInt.empty() : OptionalInt.of((int) value);
    }

    private Optional<Boolean> flag(String key) {
        return dictionary.integer(key).stream().mapToObj(value -> value != 0).findFirst();
    }

    /** An IPv4 address that is written as an IPv6 one becomes what it is. */
    private <T extends InetAddress> Optional<T> address(String key, Class<T> family) {
        return dictionary
                .string(key)
                .filter(bytes -> bytes.length() == 4 || bytes.length() == 16)
                .map(bytes -> address(bytes.toBytes()))
                .filter(family::isInstance)
                .map(family::cast);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
