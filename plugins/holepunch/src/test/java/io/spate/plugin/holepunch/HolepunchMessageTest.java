package io.spate.plugin.holepunch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.testkit.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HolepunchMessageTest {
    /** Length, id of the message, id of the extension: the kernel takes them off. */
    private static final int HEADER = 6;

    @TestFactory
    Stream<DynamicTest> readsAndWritesTheVectors() throws IOException {
        return vectors()
                .map(vector -> DynamicTest.dynamicTest(vector.path("name").asText(), () -> {
                    JsonNode fields = vector.required("fields");
                    byte[] payload = payload(vector);
                    HolepunchMessage expected = new HolepunchMessage(
                            HolepunchMessage.Type.values()[
                                    fields.required("msg_type").asInt()],
                            new PeerAddress(
                                    PeerAddress.IP,
                                    fields.required("addr").asText(),
                                    fields.required("port").asInt()),
                            fields.required("err_code").asInt());

                    assertThat(decode(payload)).contains(expected);
                    assertThat(ByteBufUtil.getBytes(expected.encode())).isEqualTo(payload);
                }));
    }

    @Test
    void toleratesThatTheErrorCodeIsLeftOut() throws IOException {
        byte[] payload = payload(vectors().findFirst().orElseThrow());

        assertThat(decode(Arrays.copyOf(payload, payload.length - 4))).isEqualTo(decode(payload));
    }

    @Test
    void isNoneIfItIsCutOffOrOfAnUnknownKind() throws IOException {
        byte[] payload = payload(vectors().findFirst().orElseThrow());
        for (int length = 0; length < payload.length - 4; length++) {
            assertThat(decode(Arrays.copyOf(payload, length))).isEmpty();
        }
        payload[0] = 3;
        assertThat(decode(payload)).isEmpty();
        payload[0] = 0;
        payload[1] = 2;
        assertThat(decode(payload)).isEmpty();
    }

    @Test
    void survivesWhatIsCutOffDamagedOrGarbage() throws IOException {
        AtomicInteger read = new AtomicInteger();
        new Fuzz(6, vectors().map(HolepunchMessageTest::payload).toList())
                .feed(16 * 1024, bytes -> decode(bytes).ifPresent(message -> {
                    assertThat(message.peer().port()).isBetween(0, 65535);
                    read.incrementAndGet();
                }));
        assertThat(read).hasPositiveValue();
    }

    @Test
    void tellsOfNothingButAddressesOfIp() {
        assertThatThrownBy(() -> HolepunchMessage.connect(PeerAddress.host("example.org", 1))
                        .encode())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<HolepunchMessage> decode(byte[] payload) {
        return HolepunchMessage.decode(Unpooled.wrappedBuffer(payload));
    }

    private static byte[] payload(JsonNode vector) {
        byte[] message = HexFormat.of().parseHex(vector.required("message_hex").asText());
        return Arrays.copyOfRange(message, HEADER, message.length);
    }

    private static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = HolepunchMessageTest.class.getResourceAsStream("/vectors/small-extensions.json")) {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(in).required("cases").spliterator(), false)
                    .filter(vector ->
                            vector.path("fields").path("extension").asText().equals("ut_holepunch"));
        }
    }
}
