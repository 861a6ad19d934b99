package io.spate.plugin.encryption;

import static io.spate.plugin.encryption.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import io.spate.api.net.TorrentIndex;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole conversations, byte for byte, in every kind of split. */
class HandshakeVectorsTest {
    private static final int[] LONGEST = {1, 2, 9, 50, 700, 5000};

    static Iterable<JsonNode> conversations() throws Exception {
        return Vectors.of("mse.json");
    }

    static Iterable<JsonNode> recorded() throws Exception {
        return Vectors.of("mse-recorded.json");
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void dialsAsWritten(JsonNode vector) throws Exception {
        for (int longest : LONGEST) {
            Conversation end = new Conversation(ours(vector, "a", "c"));
            Dialler dialler = new Dialler(torrent(vector), offered(vector), bytes(vector, "ia_hex"), end);
            end.with(dialler);
            dialler.start(ours(vector, "a", "c"));
            assertThat(end.sent()).isEqualTo(bytes(vector, "message1_a_to_b_hex"));

            Random random = new Random(longest);
            end.hears(bytes(vector, "message2_b_to_a_hex"), random, longest);
            assertThat(end.sent()).isEqualTo(bytes(vector, "message3_a_to_b_hex"));
            end.hears(
                    joined(bytes(vector, "message4_b_to_a_hex"), bytes(vector, "payload_b_wire_hex")), random, longest);

            assertThat(end.agreement().method()).isEqualTo(method(vector, "crypto_select"));
            assertThat(end.early()).isEqualTo(bytes(vector, "payload_b_plain_hex"));
            assertThat(sentAs(end, vector, "payload_a_plain_hex")).isEqualTo(bytes(vector, "payload_a_wire_hex"));
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void answersAsWritten(JsonNode vector) throws Exception {
        for (int longest : LONGEST) {
            Conversation end = new Conversation(ours(vector, "b", "d"));
            CryptoMethod select = method(vector, "crypto_select");
            end.with(new Acceptor(index(torrent(vector)), new Payload(CryptoMethod.of(3), select), end));
            Random random = new Random(longest);
            end.hears(bytes(vector, "message1_a_to_b_hex"), random, longest);
            assertThat(end.sent()).isEqualTo(bytes(vector, "message2_b_to_a_hex"));
            end.hears(
                    joined(bytes(vector, "message3_a_to_b_hex"), bytes(vector, "payload_a_wire_hex")), random, longest);

            assertThat(end.sent()).isEqualTo(bytes(vector, "message4_b_to_a_hex"));
            assertThat(end.agreement().torrent()).isEqualTo(torrent(vector));
            assertThat(end.early()).isEqualTo(joined(bytes(vector, "ia_hex"), bytes(vector, "payload_a_plain_hex")));
            assertThat(sentAs(end, vector, "payload_b_plain_hex")).isEqualTo(bytes(vector, "payload_b_wire_hex"));
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void understandsWhatWasRecorded(JsonNode vector) throws Exception {
        for (int longest : LONGEST) {
            OwnPart ours = new OwnPart(KeyPair.of(bytes(vector, "our_private_key_hex")), new byte[0], new byte[0]);
            assertThat(ours.keys().publicKey()).isEqualTo(bytes(vector, "our_public_key_hex"));
            Conversation end = new Conversation(ours);
            boolean dialled = vector.path("we_are").asText().equals("responder");
            if (dialled) {
                end.with(new Acceptor(index(torrent(vector)), new Payload(CryptoMethod.of(3), CryptoMethod.RC4), end));
            } else {
                Dialler dialler = new Dialler(
                        torrent(vector), new Payload(CryptoMethod.of(3), CryptoMethod.RC4), new byte[0], end);
                end.with(dialler);
                dialler.start(ours);
            }
            Random random = new Random(longest);
            end.hears(bytes(vector, "peer_bytes_before_our_answer_hex"), random, longest);
            end.hears(bytes(vector, "peer_bytes_after_hex"), random, longest);

            byte[] handshake = bytes(vector, "handshake_hex");
            assertThat(Arrays.copyOf(end.early(), handshake.length)).isEqualTo(handshake);
        }
    }

    private static byte[] sentAs(Conversation end, JsonNode vector, String field) {
        byte[] payload = bytes(vector, field);
        return end.agreement().method() == CryptoMethod.RC4
                ? end.agreement().encrypt().apply(payload)
                : payload;
    }

    private static OwnPart ours(JsonNode vector, String end, String inner) {
        return new OwnPart(
                KeyPair.of(bytes(vector, "private_" + end + "_hex")),
                bytes(vector, "pad_" + end + "_hex"),
                bytes(vector, "pad_" + inner + "_hex"));
    }

    private static Payload offered(JsonNode vector) {
        return new Payload(CryptoMethod.of(vector.path("crypto_provide").asInt()), CryptoMethod.PLAINTEXT);
    }

    private static CryptoMethod method(JsonNode vector, String field) {
        return CryptoMethod.of(vector.path(field).asInt()).iterator().next();
    }

    private static InfoHash torrent(JsonNode vector) {
        return InfoHash.of(bytes(vector, "skey_hex"));
    }

    private static TorrentIndex index(InfoHash torrent) {
        return key -> Arrays.equals(key, SharedSecret.keyOf(torrent)) ? Optional.of(torrent) : Optional.empty();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
