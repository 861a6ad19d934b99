package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.peer.PeerMessage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerWireEncoderTest {
    private final ByteBuf out = Unpooled.buffer();

    static Stream<JsonNode> goodVectors() {
        return PeerWireDecoderTest.goodVectors();
    }

    @ParameterizedTest
    @MethodSource("goodVectors")
    void writesTheVectors(JsonNode vector) {
        PeerWireEncoder.write(out, WireVectors.message(vector));

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(vector.get("message_hex").asText());
    }

    @Test
    void whatItWritesIsReadBack() {
        List<PeerMessage> sent = WireVectors.everyKind();
        RecordingOutput output = new RecordingOutput();

        new PeerWireDecoder().feed(WireVectors.encode(sent), output);

        assertThat(output.messages).isEqualTo(sent);
    }

    @Test
    void writesABitField() {
        Bitfield field = new Bitfield(9);
        field.set(0);
        field.set(8);

        PeerWireEncoder.bitfield(out, field);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("00000003058080");
    }

    @Test
    void leavesThePayloadOfAnExtendedMessageUnread() {
        ByteBuf payload = Unpooled.wrappedBuffer(new byte[] {1, 2, 3}).skipBytes(1);

        PeerWireEncoder.extended(out, 5, payload);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("0000000414050203");
        assertThat(payload.readableBytes()).isEqualTo(2);
    }

    @Test
    void writesTheHeaderOfABlock() {
        PeerWireEncoder.pieceHeader(out, 1, 0x4000, 3);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("0000000c070000000100004000");
        assertThat(out.readableBytes()).isEqualTo(PeerWireEncoder.PIECE_HEADER_LENGTH);
    }
}
