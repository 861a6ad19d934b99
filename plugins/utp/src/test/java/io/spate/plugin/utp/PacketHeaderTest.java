package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.testkit.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketHeaderTest {
    private final PacketHeader header = new PacketHeader();

    static Stream<JsonNode> packets() throws IOException {
        return vectors().filter(vector -> vector.has("fields"));
    }

    static Stream<JsonNode> faults() throws IOException {
        return vectors().filter(vector -> vector.has("error"));
    }

    static Stream<JsonNode> masks() throws IOException {
        return vectors().filter(vector -> vector.path("kind").asText().equals("sack"));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void readsEveryVector(JsonNode vector) {
        JsonNode fields = vector.get("fields");
        ByteBuf packet = hex(vector.get("packet_hex").asText());

        assertThat(header.read(packet)).isTrue();

        assertThat(header.type().ordinal()).isEqualTo(fields.get("type").asInt());
        assertThat("ST_" + header.type()).isEqualTo(fields.get("type_name").asText());
        assertThat(header.connectionId()).isEqualTo(fields.get("connection_id").asInt());
        assertThat(Integer.toUnsignedLong(header.timestamp()))
                .isEqualTo(fields.get("timestamp_us").asLong());
        assertThat(Integer.toUnsignedLong(header.timestampDifference()))
                .isEqualTo(fields.get("timestamp_diff_us").asLong());
        assertThat(header.window()).isEqualTo(fields.get("wnd_size").asLong());
        assertThat(header.sequence()).isEqualTo(fields.get("seq_nr").asInt());
        assertThat(header.ack()).isEqualTo(fields.get("ack_nr").asInt());
        assertThat(ByteBufUtil.hexDump(packet))
                .isEqualTo(fields.get("payload_hex").asText());
        for (JsonNode extension : fields.get("extensions")) {
            checkExtension(
                    extension.get("id").asInt(), hex(extension.get("data_hex").asText()));
        }
    }

    private void checkExtension(int id, ByteBuf data) {
        if (id == PacketHeader.SELECTIVE_ACK) {
            assertThat(header.maskBits()).isEqualTo(8 * data.readableBytes());
            for (int bit = 0; bit < header.maskBits(); bit++) {
                assertThat(header.isMasked(bit)).isEqualTo((data.getByte(bit / 8) >> bit % 8 & 1) == 1);
            }
        } else if (id == PacketHeader.CLOSE_REASON) {
            assertThat(header.closeReason()).isEqualTo(data.getUnsignedShort(2));
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void writesTheFixedPartOfEveryVector(JsonNode vector) {
        JsonNode fields = vector.get("fields");
        byte[] expected = ByteBufUtil.decodeHexDump(vector.get("packet_hex").asText(), 0, 40);
        ByteBuf out = Unpooled.buffer();

        PacketWriter.writeHeader(
                out,
                PacketType.of(fields.get("type").asInt()),
                expected[1] & 0xff,
                fields.get("connection_id").asInt(),
                fields.get("timestamp_us").asLong(),
                (int) fields.get("timestamp_diff_us").asLong(),
                fields.get("wnd_size").asLong(),
                fields.get("seq_nr").asInt(),
                fields.get("ack_nr").asInt());

        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesWhatIsNoPacket(JsonNode vector) {
        assertThat(header.read(hex(vector.get("packet_hex").asText())))
                .as(vector.get("error").asText())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("masks")
    void writesSelectiveAcksAsTheVectorsHaveThem(JsonNode vector) {
        ReceiveBuffer received = new ReceiveBuffer(1 << 20, new MemoryBudget(1 << 20));
        received.start(vector.get("ack_nr").asInt());
        vector.get("received_after_gap")
                .forEach(sequence -> received.onPacket(sequence.asInt(), Unpooled.copiedBuffer(new byte[1]), true));
        ByteBuf out = Unpooled.buffer();

        received.writeMask(out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(vector.get("mask_hex").asText());
        assertThat(received.maskLength()).isEqualTo(out.readableBytes());
        received.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 256, 257, 258, 259, 260, 513, 514, 515, 516, 924, 65_000})
    void skipsPaddingOfAnyLength(int length) {
        ByteBuf packet = Unpooled.buffer();
        PacketWriter.writeHeader(packet, PacketType.DATA, PacketWriter.PADDING, 7, 1, 2, 3, 4, 5);
        PacketWriter.writePadding(packet, length);
        assertThat(packet.readableBytes()).isEqualTo(PacketHeader.SIZE + length);
        packet.writeBytes(new byte[] {42, 43});

        assertThat(header.read(packet)).isTrue();

        assertThat(ByteBufUtil.getBytes(packet)).containsExactly(42, 43);
        assertThat(header.maskBits()).isZero();
    }

    @Test
    void garbageIsReadOrRefusedAndNothingElse() throws IOException {
        List<byte[]> messages = Stream.concat(packets(), faults())
                .map(vector ->
                        ByteBufUtil.decodeHexDump(vector.get("packet_hex").asText()))
                .toList();
        AtomicInteger read = new AtomicInteger();
        new Fuzz(3, messages).feed(16 * 1024, bytes -> {
            if (header.read(Unpooled.wrappedBuffer(bytes))) {
                read.incrementAndGet();
                for (int bit = 0; bit < header.maskBits(); bit++) {
                    header.isMasked(bit);
                }
            }
        });
        assertThat(read).hasPositiveValue();
    }

    private static Stream<JsonNode> vectors() throws IOException {
        try (InputStream in = PacketHeaderTest.class.getResourceAsStream("/vectors/utp.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).path("cases").spliterator(), false);
        }
    }

    private static ByteBuf hex(String text) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text));
    }
}
