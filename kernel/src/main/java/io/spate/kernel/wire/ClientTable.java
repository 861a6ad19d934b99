package io.spate.kernel.wire;

import io.spate.kernel.wire.ClientName.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The codes of clients in peer ids: {@code clients.txt} beside this class, which says how it is written. */
final class ClientTable {
    private final Map<String, String> clients; // "style code"

    private ClientTable(Map<String, String> clients) {
        this.clients = Map.copyOf(clients);
    }

    static ClientTable load() {
        try (InputStream in = ClientTable.class.getResourceAsStream("clients.txt")) {
            Map<String, String> clients = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 3))
                    .forEach(words -> clients.put(words[0] + " " + words[1], words[2]));
            return new ClientTable(clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> client(Style style, String code) {
        return Optional.ofNullable(clients.get(key(style, code)));
    }

    /** The longest code of no convention that the id begins with. */
    Optional<String> prefixOf(String id) {
        for (int length = 7; length >= 2; length--) {
            if (clients.containsKey(key(Style.OTHER, id.substring(0, length)))) {
                return Optional.of(id.substring(0, length));
            }
        }
        return Optional.empty();
    }

    private static String key(Style style, String code) {
        return style.name().toLowerCase(Locale.ROOT) + " " + code;
    }
}
