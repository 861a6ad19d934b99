package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.kernel.Vectors;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {
    private final HandshakeDecoder decoder = new HandshakeDecoder();

    static Stream<JsonNode> vectors() {
        return Vectors.cases("handshake.json").stream();
    }

    static Stream<JsonNode> reservedBits() {
        return Vectors.cases("reserved-bits.json").stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesTheVectors(JsonNode vector) {
        ByteBuf out = Unpooled.buffer();

        handshake(vector).encode(out);

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo(vector.get("handshake_hex").asText());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheVectorsByteByByteAndLeavesTheRest(JsonNode vector) {
        ByteBuf in = Unpooled.wrappedBuffer(hex(vector, "handshake_hex"), new byte[] {42});

        for (int i = 0; i < Handshake.LENGTH; i++) {
            assertThat(decoder.infoHash().isPresent()).isEqualTo(i >= 48);
            assertThat(decoder.reserved().isPresent()).isEqualTo(i >= 48);
            assertThat(decoder.handshake()).isEmpty();
            decoder.feed(in.readSlice(1));
        }
        decoder.feed(in);

        assertThat(decoder.handshake()).contains(handshake(vector));
        assertThat(in.readableBytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void tellsTheInfoHashBeforeThePeerIdCame(JsonNode vector) {
        decoder.feed(Unpooled.wrappedBuffer(hex(vector, "handshake_hex"), 0, 48));

        assertThat(decoder.infoHash()).contains(handshake(vector).infoHash());
        assertThat(decoder.reserved()).contains(handshake(vector).reserved());
        assertThat(decoder.handshake()).isEmpty();
        assertThat(decoder.received()).isEqualTo(48);
    }

    @Test
    void refusesAnotherProtocolAtTheFirstWrongByte() {
        assertThatThrownBy(() -> decoder.feed(Unpooled.wrappedBuffer(new byte[] {'G'})))
                .isInstanceOf(WireException.class)
                .hasMessage("handshake byte 0: 71 (expected: 19, BitTorrent's)");

        HandshakeDecoder second = new HandshakeDecoder();
        second.feed(Unpooled.wrappedBuffer(new byte[] {19, 'B', 'i'}));
        assertThatThrownBy(() -> second.feed(Unpooled.wrappedBuffer(new byte[] {'T'})))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("handshake byte 3: 84");
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            byte[] garbage = new byte[1 + random.nextInt(100)];
            random.nextBytes(garbage);
            assertThatThrownBy(() -> new HandshakeDecoder().feed(Unpooled.wrappedBuffer(garbage)))
                    .isInstanceOf(WireException.class);
        }
    }

    @Test
    void refusesAVersion2HashThatIsNotCut() {
        PeerId id = PeerId.of(new byte[20]);
        InfoHash whole = InfoHash.of(new byte[32]);

        assertThatThrownBy(() -> new Handshake(ReservedBits.NONE, whole, id))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Handshake(ReservedBits.NONE, whole.truncated(), id).infoHash())
                .isEqualTo(InfoHash.of(new byte[20]));
    }

    @ParameterizedTest
    @MethodSource("reservedBits")
    void namesTheReservedBits(JsonNode vector) {
        ReservedBits bits = new ReservedBits(
                HexFormat.fromHexDigitsToLong(vector.get("reserved_hex").asText()));

        for (ReservedBit bit : ReservedBit.values()) {
            assertThat(bits.has(bit))
                    .as(bit.toString())
                    .isEqualTo(vector.get(bit.toString()).booleanValue());
            assertThat(bits.with(bit).has(bit)).isTrue();
            assertThat(bits.without(bit).has(bit)).isFalse();
        }
    }

    @Test
    void claimsBitsByName() {
        ReservedBits bits = ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST)
                .with(ReservedBit.named("dht").orElseThrow());

        assertThat(bits.value()).isEqualTo(0x100005L);
        assertThat(bits).hasToString("[extension_protocol, dht, fast]");
        assertThat(ReservedBit.named("no_such_bit")).isEmpty();
    }

    private static Handshake handshake(JsonNode vector) {
        return new Handshake(
                new ReservedBits(
                        HexFormat.fromHexDigitsToLong(vector.get("reserved_hex").asText())),
                InfoHash.of(hex(vector, "info_hash_hex")),
                PeerId.of(hex(vector, "peer_id_hex")));
    }

    private static byte[] hex(JsonNode vector, String key) {
        return HexFormat.of().parseHex(vector.get(key).asText());
    }
}
