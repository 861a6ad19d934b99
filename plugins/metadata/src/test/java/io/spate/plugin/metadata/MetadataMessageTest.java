package io.spate.plugin.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetadataMessageTest {
    @Test
    void readsTheMessagesOfTheVectors() throws IOException {
        int read = 0;
        for (JsonNode vector : Vectors.with("message_hex")) {
            String name = vector.path("name").asText();
            if (name.equals("negative-piece")) {
                assertThatThrownBy(() -> MetadataMessage.decode(Vectors.payload(vector)))
                        .isInstanceOf(SpateException.class)
                        .hasMessage("piece: -1 (expected: 0..2147483647)");
            } else {
                assertThat(MetadataMessage.decode(Vectors.payload(vector)))
                        .as(name)
                        .isEqualTo(expected(vector));
            }
            read++;
        }
        assertThat(read).isEqualTo(6);
    }

    @Test
    void writesWhatTheVectorsSay() throws IOException {
        for (JsonNode vector : Vectors.with("message_hex")) {
            switch (vector.path("name").asText()) {
                case "request", "request-big-index" ->
                    assertThat(((MetadataMessage.Request) expected(vector)).encode())
                            .isEqualTo(Vectors.payload(vector));
                case "data" ->
                    assertThat(((MetadataMessage.Data) expected(vector)).encode())
                            .isEqualTo(Vectors.payload(vector));
                case "reject" ->
                    assertThat(((MetadataMessage.Reject) expected(vector)).encode())
                            .isEqualTo(Vectors.payload(vector));
                default -> {} // nothing that we would say
            }
        }
    }

    @Test
    void dividesMetadataAsTheVectorsSay() throws IOException {
        List<JsonNode> vectors = Vectors.with("metadata_size");
        assertThat(vectors).hasSize(7);
        for (JsonNode vector : vectors) {
            MetadataSize size = new MetadataSize(vector.path("metadata_size").asInt());
            int last = vector.path("pieces").asInt() - 1;
            assertThat(size.pieceCount()).isEqualTo(last + 1);
            assertThat(size.lengthOf(last))
                    .isEqualTo(vector.path("last_piece_size").asInt());
            assertThat(size.hasPiece(last + 1)).isFalse();
        }
    }

    @Test
    void takesAPieceWhoseSenderDoesNotSayTheSize() {
        assertThat(MetadataMessage.decode(text("d8:msg_typei1e5:piecei2eeabc")))
                .isEqualTo(new MetadataMessage.Data(2, 0, new byte[] {'a', 'b', 'c'}));
    }

    @Test
    void refusesWhatNoClientSends() {
        assertThatThrownBy(() -> MetadataMessage.decode(text("d5:piecei0ee"))).hasMessageStartingWith("msg_type: none");
        assertThatThrownBy(() -> MetadataMessage.decode(text("d8:msg_typei0ee")))
                .hasMessageStartingWith("piece: none");
        assertThatThrownBy(() -> MetadataMessage.decode(text("d8:msg_typei0e5:piecei4294967296ee")))
                .hasMessageStartingWith("piece: 4294967296");
        assertThatThrownBy(() -> MetadataMessage.decode(text("d8:msg_typei1e5:piecei0e10:total_sizei-1ee")))
                .hasMessageStartingWith("total_size: -1");
        assertThatThrownBy(() -> MetadataMessage.decode(text("le"))).isInstanceOf(SpateException.class);
        assertThatThrownBy(() -> MetadataMessage.decode(Unpooled.EMPTY_BUFFER)).isInstanceOf(SpateException.class);
        assertThatThrownBy(() -> MetadataMessage.decode(Unpooled.wrappedBuffer(new byte[17 * 1024 + 1])))
                .hasMessage("message of 17409 bytes (expected: at most 17408)");
    }

    @Test
    void meetsGarbageWithNothingButARefusal() throws IOException {
        List<byte[]> messages = Vectors.with("message_hex").stream()
                .map(vector -> ByteBufUtil.getBytes(Vectors.payload(vector)))
                .toList();
        AtomicInteger read = new AtomicInteger();
        new Fuzz(9, messages).feed(4 * MetadataMessage.MAX_LENGTH, bytes -> {
            try {
                assertThat(MetadataMessage.decode(Unpooled.wrappedBuffer(bytes)))
                        .isNotNull();
                read.incrementAndGet();
            } catch (SpateException refused) {
                assertThat(refused.code()).isIn(ErrorCode.PROTOCOL, ErrorCode.BAD_BENCODE);
            }
        });
        assertThat(read).hasPositiveValue();
    }

    private static MetadataMessage expected(JsonNode vector) {
        long type = -1;
        int piece = -1;
        long total = 0;
        for (JsonNode entry : vector.path("header").path("v")) {
            String key = new String(HexFormat.of().parseHex(entry.get(0).asText()), StandardCharsets.US_ASCII);
            long value = Long.parseLong(entry.get(1).path("v").asText());
            switch (key) {
                case "msg_type" -> type = value;
                case "piece" -> piece = (int) value;
                case "total_size" -> total = value;
                default -> throw new AssertionError(key);
            }
        }
        return type == 0
                ? new MetadataMessage.Request(piece)
                : type == 1
                        ? new MetadataMessage.Data(
                                piece,
                                total,
                                HexFormat.of()
                                        .parseHex(vector.path("trailing_hex").asText()))
                        : type == 2 ? new MetadataMessage.Reject(piece) : new MetadataMessage.Unknown(type);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
