package io.spate.kernel.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.metainfo.MagnetLink;
import io.spate.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MagnetReaderTest {
    private static final String HASH = "magnet:?xt=urn:btih:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

    @TestFactory
    Stream<DynamicTest> readsTheVectors() {
        return Vectors.tests("magnet.json", vector -> {
            String uri = vector.required("uri").asText();
            JsonNode expected = vector.required("expect");
            if (expected.required("ok").asBoolean()) {
                check(MagnetReader.read(uri), expected);
            } else {
                SpateException thrown = catchThrowableOfType(SpateException.class, () -> MagnetReader.read(uri));
                assertThat(thrown.code()).isEqualTo(ErrorCode.BAD_MAGNET);
                assertThat(thrown.getMessage())
                        .startsWith(expected.required("error").asText() + ": ");
            }
        });
    }

    private static void check(MagnetLink link, JsonNode expected) {
        assertThat(link.infoHashes().v1().map(InfoHash::toHex)).isEqualTo(text(expected, "v1_hex"));
        assertThat(link.infoHashes().v2().map(InfoHash::toHex)).isEqualTo(text(expected, "v2_hex"));
        assertThat(link.name()).isEqualTo(text(expected, "name"));
        assertThat(link.trackers()).isEqualTo(texts(expected.required("trackers")));
        assertThat(link.webSeeds()).isEqualTo(texts(expected.required("web_seeds")));
        assertThat(link.peers().stream().map(peer -> peer.host() + " " + peer.port()))
                .containsExactlyElementsOf(pairs(expected.required("peers")));
        assertThat(link.dhtNodes().stream().map(node -> node.host() + " " + node.port()))
                .containsExactlyElementsOf(pairs(expected.required("dht_nodes")));
        assertThat(link.selectOnly().stream().map(String::valueOf))
                .containsExactlyElementsOf(texts(expected.required("select_only")));
        assertThat(MagnetReader.read(link.toUri())).isEqualTo(link);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static List<String> pairs(JsonNode array) {
        List<String> pairs = new ArrayList<>();
        array.forEach(pair -> pairs.add(pair.get(0).asText() + " " + pair.get(1).asText()));
        return pairs;
    }

    @Test
    void takesPeersByNameToo() {
        assertThat(MagnetReader.read(HASH + "&x.pe=peer.example:6881&x.pe=%5B::1%5D:9")
                        .peers())
                .containsExactly(PeerAddress.host("peer.example", 6881), new PeerAddress("ip", "::1", 9));
    }

    @Test
    void takesTheUrnInEitherCase() {
        assertThat(MagnetReader.read(HASH.replace("urn:btih", "URN:BTIH")).infoHashes())
                .isEqualTo(MagnetReader.read(HASH).infoHashes());
    }

    @Test
    void saysWhatItWasAndWhatWasExpected() {
        assertThatThrownBy(() -> MagnetReader.read("magnet:?xt=urn:btih:abab"))
                .hasMessage("bad_info_hash: \"abab\" (expected: 40 hexadecimal or 32 base-32 digits)");
        assertThatThrownBy(() -> MagnetReader.read("x".repeat(1000)))
                .hasMessage("not_a_magnet: \"" + "x".repeat(80) + "...\" (expected: magnet:?...)");
        assertThatThrownBy(() -> MagnetReader.read(HASH + "&dn=" + "x".repeat(1 << 20)))
                .hasMessageStartingWith("not_a_magnet: 1048640 characters");
    }

    @Test
    void selectsNoMoreFilesThanThereCanBe() {
        assertThat(MagnetReader.read(HASH + "&so=0-10000").selectOnly()).hasSize(10_001);
        assertThat(MagnetReader.read(HASH + "&so=0-10001,10001,7,99999999999999999999-3")
                        .selectOnly())
                .containsExactly(7);
        assertThat(MagnetReader.read(HASH + "&so=" + "0".repeat(100_000) + "3-" + "0".repeat(100_000) + "4-")
                        .selectOnly())
                .isEmpty();
        assertThat(MagnetReader.read(HASH + "&so=0003-004").selectOnly()).containsExactly(3, 4);
    }

    @Test
    void nothingButASpateExceptionComesOfGarbage() {
        Random random = new Random(2);
        String alphabet = "=&%+:.,-0aF[]/?xtrpesdhonw\u00e9\ud83d";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder uri = new StringBuilder(HASH);
            for (int k = 0; k < 5; k++) {
                int at = 8 + random.nextInt(uri.length() - 7);
                uri.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(MagnetReader.read(uri + "&x.pe=" + uri.substring(30)).infoHashes())
                        .isNotNull();
            } catch (SpateException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_MAGNET);
            }
        }
    }
}
