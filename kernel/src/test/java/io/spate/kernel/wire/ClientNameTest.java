package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.PeerId;
import io.spate.kernel.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientNameTest {
    static Stream<JsonNode> vectors() {
        return Vectors.cases("peer-ids.json").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheVectors(JsonNode vector) {
        ClientName name = ClientName.of(
                PeerId.of(HexFormat.of().parseHex(vector.get("peer_id_hex").asText())));

        assertThat(name.style().name().toLowerCase(Locale.ROOT))
                .isEqualTo(vector.get("style").asText());
        assertThat(name.code()).isEqualTo(text(vector, "code"));
        assertThat(name.client()).isEqualTo(text(vector, "client"));
        assertThat(name.version()).isEqualTo(text(vector, "version"));
    }

    @ParameterizedTest
    @CsvSource({
        "-TR4060-xxxxxxxxxxxx, Transmission 4.0.6.0",
        "-DE211s-xxxxxxxxxxxx, Deluge",
        "-zz1230-xxxxxxxxxxxx, zz 1.2.3.0",
        "-BOWA0C-xxxxxxxxxxxx, Bits on Wheels",
        "Mbrst1-1-xxxxxxxxxxx, Burst",
        "a00---0xxxxxxxxxxxxx, Swarmy",
        "xxxxxxxxxxxxxxxxxxxx, unknown",
    })
    void tellsPeopleWhatItIs(String id, String text) {
        assertThat(ClientName.of(PeerId.of(id.getBytes(StandardCharsets.US_ASCII))))
                .hasToString(text);
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(1);
        byte[] bytes = new byte[PeerId.LENGTH];
        for (int round = 0; round < 10_000; round++) {
            random.nextBytes(bytes);
            bytes[0] = (byte) "-MST\0".charAt(round % 5);
            assertThat(ClientName.of(PeerId.of(bytes)).toString()).isNotEmpty();
        }
    }

    private static Optional<String> text(JsonNode vector, String key) {
        return Optional.ofNullable(vector.get(key).textValue());
    }
}
