package io.spate.kernel.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertsMissed;
import io.spate.api.alert.PieceFailed;
import io.spate.api.alert.PieceVerified;
import io.spate.api.alert.TorrentStateChanged;
import io.spate.api.session.TorrentState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertJsonTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HEX = "00112233445566778899aabbccddeeff00112233";
    private static final InfoHash HASH = InfoHash.ofHex(HEX);

    @Test
    void anAlertIsOneLine() {
        assertThat(AlertJson.line(new PieceVerified(NOW, HASH, 7, 16384)))
                .isEqualTo("{\"alert\":\"PieceVerified\",\"at\":\"2026-01-01T00:00:00Z\","
                        + "\"category\":\"PIECE_PROGRESS\",\"torrent\":\"" + HEX + "\","
                        + "\"message\":\"piece 7 verified\",\"piece\":7,\"length\":16384}");
    }

    @Test
    void addressesAreText() throws IOException {
        Alert alert = new PieceFailed(NOW, HASH, 7, List.of(PeerAddress.host("a", 1), PeerAddress.host("b", 2)));

        assertThat(read(alert).get("senders").toString()).isEqualTo("[\"a:1\",\"b:2\"]");
    }

    @Test
    void constantsAreTheirNames() throws IOException {
        Alert alert = new TorrentStateChanged(NOW, HASH, "x", TorrentState.CHECKING, TorrentState.SEEDING);

        assertThat(read(alert).get("to").asText()).isEqualTo("SEEDING");
    }

    @Test
    void mapsAreObjects() throws IOException {
        assertThat(read(new AlertsMissed(NOW, Map.of("A", 3L))).get("missed").toString())
                .isEqualTo("{\"A\":3}");
    }

    @Test
    void everyKindOfFactCanBeRead() throws IOException {
        JsonNode json = read(new Odd(
                NOW, Optional.of("there"), Optional.empty(), 1.5, Double.NaN, true, new Object[] {1, "two"}, "a\nb"));

        assertThat(json.get("present").asText()).isEqualTo("there");
        assertThat(json.has("absent")).isFalse();
        assertThat(json.get("number").asDouble()).isEqualTo(1.5);
        assertThat(json.get("none").asText()).isEqualTo("NaN");
        assertThat(json.get("flag").asBoolean()).isTrue();
        assertThat(json.get("array").toString()).isEqualTo("[1,\"two\"]");
        assertThat(json.get("text").asText()).isEqualTo("a\nb");
    }

    @Test
    void aListThatContainsItselfComesToAnEnd() {
        List<Object> list = new ArrayList<>();
        list.add(new Object[] {list});

        assertThat(AlertJson.line(new Hostile(NOW, list))).startsWith("{\"alert\":\"Hostile\"");
    }

    @Test
    void aFactThatCannotBeReadIsNamedByItsClass() throws IOException {
        JsonNode json = read(new Hostile(NOW, new Unreadable()));

        assertThat(json.get("fact").asText()).isEqualTo(Unreadable.class.getName());
    }

    private static JsonNode read(Alert alert) throws IOException {
        String line = AlertJson.line(alert);
        assertThat(line).doesNotContain("\n");
        return new ObjectMapper().readTree(line);
    }

    private record Odd(
            Instant at,
            Optional<String> present,
            Optional<String> absent,
            double number,
            double none,
            boolean flag,
            Object[] array,
            String text)
            implements Alert {
        @Override
        public AlertCategory category() {
            return AlertCategory.STATUS;
        }

        @Override
        public String message() {
            return "odd";
        }
    }

    private record Hostile(Instant at, Object fact) implements Alert {
        @Override
        public AlertCategory category() {
            return AlertCategory.STATUS;
        }

        @Override
        public String message() {
            return "hostile";
        }
    }

    private static final class Unreadable {
        @Override
        public String toString() {
            throw new IllegalStateException("for a test");
        }
    }
}
