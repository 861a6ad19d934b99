package io.spate.kernel.wire;

import io.spate.api.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a peer id tells of the client that made it (BEP 20). For people only: ids are easily forged, and the extended
 * handshake says it better.
 *
 * @param code the letters that stand for the client; empty if the id follows no convention
 * @param client empty if nobody is known by the code
 * @param version its characters as numbers, with dots; not always how the client writes it, and empty if they are no numbers
 */
public record ClientName(Style style, Optional<String> code, Optional<String> client, Optional<String> version) {
    private static final Pattern AZUREUS = Pattern.compile("-([0-9A-Za-z~]{2})([0-9A-Za-z]{4})-");
    private static final Pattern SHADOW = Pattern.compile("([A-Za-z])([0-9A-Za-z.]{1,5})--");
    private static final Pattern MAINLINE = Pattern.compile("M(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final ClientTable TABLE = ClientTable.load();

    /** How the code and the version are written. */
    public enum Style {
        /** {@code -TR4060-}. */
        AZUREUS,
        /** {@code S58B-----}. */
        SHADOW,
        /** {@code M7-10-0--}. */
        MAINLINE,
        OTHER
    }

    public static ClientName of(PeerId id) {
        String text = new String(id.toBytes(), StandardCharsets.ISO_8859_1);
        return other(text)
                .or(() -> match(AZUREUS, text).map(ClientName::azureus))
                .or(() -> match(MAINLINE, text).map(ClientName::mainline))
                .or(() -> match(SHADOW, text).map(ClientName::shadow))
                .orElse(new ClientName(Style.OTHER, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** {@code Transmission 4.0.6.0}; the code for a client that is not known; {@code unknown}. */
    @Override
    public String toString() {
        String name = client.or(() -> code).orElse("unknown");
        return version.map(number -> name + " " + number).orElse(name);
    }

    private static Optional<ClientName> other(String id) {
        return TABLE.prefixOf(id)
                .map(prefix -> new ClientName(
                        Style.OTHER, Optional.of(prefix), TABLE.client(Style.OTHER, prefix), Optional.empty()));
    }

    private static ClientName azureus(MatchResult id) {
        return named(Style.AZUREUS, id.group(1), version(id.group(2)));
    }

    private static ClientName shadow(MatchResult id) {
        return named(Style.SHADOW, id.group(1), version(id.group(2)));
    }

    private static ClientName mainline(MatchResult id) {
        return named(Style.MAINLINE, "M", Optional.of(id.group(1) + "." + id.group(2) + "." + id.group(3)));
    }

    private static ClientName named(Style style, String code, Optional<String> version) {
        return new ClientName(style, Optional.of(code), TABLE.client(style, code), version);
    }

    private static Optional<String> version(String characters) {
        if (characters.chars().anyMatch(c -> DIGITS.indexOf(c) < 0)) {
            return Optional.empty();
        }
        return Optional.of(characters
                .chars()
                .mapToObj(c -> Integer.toString(DIGITS.indexOf(c)))
                .collect(Collectors.joining(".")));
    }

    private static Optional<MatchResult> match(Pattern pattern, String id) {
        Matcher matcher = pattern.matcher(id);
        return matcher.lookingAt() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
}
