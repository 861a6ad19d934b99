package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.Vectors;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerWireDecoderTest {
    /** Length, id of the message, id of the extension. */
    private static final int EXTENDED_HEADER = 6;

    private final RecordingOutput output = new RecordingOutput();
    private final PeerWireDecoder decoder = new PeerWireDecoder();

    static Stream<JsonNode> goodVectors() {
        return Vectors.cases("peer-wire.json").stream().filter(vector -> !vector.has("error"));
    }

    static Stream<JsonNode> badVectors() {
        return Vectors.cases("peer-wire.json").stream().filter(vector -> vector.has("error"));
    }

    @ParameterizedTest
    @MethodSource("goodVectors")
    void readsTheVectors(JsonNode vector) {
        feed(vector.get("message_hex").asText());

        assertThat(output.messages).containsExactly(WireVectors.message(vector));
    }

    @ParameterizedTest
    @MethodSource("badVectors")
    void refusesTheBadVectors(JsonNode vector) {
        assertThatThrownBy(() -> feed(vector.get("message_hex").asText()))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("expected: ");
        assertThat(output.messages).isEmpty();
    }

    static Stream<JsonNode> smallExtensions() {
        return Vectors.cases("small-extensions.json").stream();
    }

    /** Whatever the extension is: its id, and behind it what is the plugin's to read. */
    @ParameterizedTest
    @MethodSource("smallExtensions")
    void handsOnExtendedMessagesAsTheVectorsHaveThem(JsonNode vector) {
        String message = vector.get("message_hex").asText();
        JsonNode fields = vector.get("fields");

        feed(message);

        byte[] payload = HexFormat.of().parseHex(message.substring(2 * EXTENDED_HEADER));
        assertThat(output.messages)
                .containsExactly(new PeerMessage.Extended(fields.get("ext_id").asInt(), payload));
        switch (fields.get("extension").asText()) {
            case "lt_donthave" ->
                assertThat(Unpooled.wrappedBuffer(payload).readInt())
                        .isEqualTo(fields.get("index").asInt());
            case "upload_only" ->
                assertThat(payload).containsExactly(fields.get("value").asInt());
            case "ut_holepunch" ->
                assertThat(payload[0])
                        .isEqualTo((byte) fields.get("msg_type").asInt()); // the rest: HolepunchMessageTest
            default -> throw new AssertionError("a vector this test does not know: " + vector);
        }
    }

    @Test
    void readsAStreamByteByByte() {
        List<PeerMessage> sent = WireVectors.everyKind();
        ByteBuf stream = WireVectors.encode(sent);

        while (stream.isReadable()) {
            decoder.feed(stream.readSlice(1), output);
        }

        assertThat(output.messages).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsAStreamInAnySplit(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            output.messages.clear();
            List<PeerMessage> sent = WireVectors.random(random, 30);
            ByteBuf stream = WireVectors.encode(sent);
            int longest = 1 << random.nextInt(1, 16);

            while (stream.isReadable()) {
                int count = Math.min(stream.readableBytes(), 1 + random.nextInt(longest));
                decoder.feed(stream.readSlice(count), output);
            }

            assertThat(output.messages).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void survivesGarbage(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            PeerWireDecoder fresh = new PeerWireDecoder();
            byte[] garbage = new byte[random.nextInt(400)];
            random.nextBytes(garbage);
            for (int i = 0; i + 4 < garbage.length; i += 1 + random.nextInt(40)) {
                garbage[i] = 0; // lengths that are not refused at once
                garbage[i + 1] = 0;
                garbage[i + 2] = 0;
                garbage[i + 4] = (byte) random.nextInt(26);
            }
            ByteBuf in = Unpooled.wrappedBuffer(garbage);
            try {
                fresh.feed(in, output);
                assertThat(in.isReadable()).isFalse();
            } catch (WireException e) {
                assertThat(e).hasMessageContaining("expected: ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00100001", // one more than 1 MiB
                "ffffffff",
                "0000000907", // a block of no bytes
                "0002000a07", // a block of 128 KiB and one
                "0000000105", // a bit field of no bytes
                "0004000205", // one byte more than the most pieces need
                "0000000114", // no extended id
                "0000003015", // a hash request one byte short
                "0000003116", // hashes without any
                "0000005216", // hashes that do not divide by 32
                "0008000116",
            })
    void refusesALengthNoPeerWouldSend(String hex) {
        assertThatThrownBy(() -> feed(hex)).isInstanceOf(WireException.class);
    }

    @Test
    void saysWhatTheLengthWasAndWhatWasExpected() {
        assertThatThrownBy(() -> feed("7fffffff")).hasMessage("message length: 2147483647 (expected: 0..1048576)");
        assertThatThrownBy(() -> new PeerWireDecoder().feed(bytes("000000050700"), output))
                .hasMessage("length of message 7: 5 (expected: 10..131081)");
    }

    @Test
    void acceptsTheLargestBlock() {
        ByteBuf in = Unpooled.buffer();
        PeerWireEncoder.pieceHeader(in, 1, 2, PeerWireDecoder.MAX_BLOCK);
        in.writeZero(PeerWireDecoder.MAX_BLOCK);

        decoder.feed(in, output);

        assertThat(output.messages)
                .containsExactly(
                        new PeerMessage.Piece(1, 2, Unpooled.wrappedBuffer(new byte[PeerWireDecoder.MAX_BLOCK])));
    }

    @Test
    void acceptsOnlyABitFieldOfTheTorrentsLength() {
        decoder.expectPieces(9);

        feed("00000003058080");
        assertThat(output.messages).hasSize(1);
        assertThatThrownBy(() -> feed("0000000405")).hasMessage("length of message 5: 4 (expected: 3)");
    }

    @Test
    void acceptsTheLongestBitFieldWhileTheTorrentIsNotKnown() {
        ByteBuf in = Unpooled.buffer();
        PeerWireEncoder.bitfield(in, Bitfield.full(2_097_152));

        decoder.feed(in, output);

        assertThat(output.messages).hasSize(1);
    }

    @Test
    void countsNegativeNumbersAsTheyCome() {
        feed("0000000d06ffffffff8000000000004000");

        assertThat(output.messages).containsExactly(new PeerMessage.Request(-1, Integer.MIN_VALUE, 16384));
    }

    @Test
    void readsAFloodOfKeepAlives() {
        int[] count = new int[1];
        PeerWireDecoder.Output counting = new ForwardingOutput(output) {
            @Override
            public void onMessage(PeerMessage message) {
                assertThat(message).isSameAs(Signal.KEEP_ALIVE);
                count[0]++;
            }
        };
        ByteBuf zeros = Unpooled.wrappedBuffer(new byte[1_000_002]);

        decoder.feed(zeros, counting);
        decoder.feed(Unpooled.wrappedBuffer(new byte[2]), counting);

        assertThat(count[0]).isEqualTo(250_001);
    }

    @Test
    void readsMessagesWithoutABody() {
        feed("000000021407");
        feed("000000011e");

        assertThat(output.messages)
                .containsExactly(new PeerMessage.Extended(7, new byte[0]), new PeerMessage.Unknown(0x1e, new byte[0]));
    }

    @Test
    void skipsWhatTheOutputDoesNotWant() {
        PeerWireDecoder.Output unwilling = new ForwardingOutput(output) {
            @Override
            public boolean wantsExtended(int id, int length) {
                return id == 0 && length <= 100;
            }
        };
        ByteBuf in = Unpooled.buffer();
        PeerWireEncoder.write(in, new PeerMessage.Extended(9, new byte[1_000_000]));
        PeerWireEncoder.write(in, new PeerMessage.Unknown(99, new byte[1_000_000]));
        PeerWireEncoder.write(in, new PeerMessage.Unknown(99, new byte[0]));
        PeerWireEncoder.write(in, new PeerMessage.Extended(0, new byte[2]));

        while (in.isReadable()) {
            decoder.feed(in.readSlice(Math.min(70_000, in.readableBytes())), unwilling);
        }

        assertThat(output.messages).containsExactly(new PeerMessage.Extended(0, new byte[2]));
    }

    @Test
    void tellsNothingOnceStoppedFromWithin() {
        PeerWireDecoder.Output stopping = new ForwardingOutput(output) {
            @Override
            public void onHave(int piece) {
                super.onHave(piece);
                decoder.stop();
            }
        };
        ByteBuf in = bytes("0000000504000000010000000504000000020000000100");

        decoder.feed(in, stopping);
        decoder.feed(bytes("0000000100"), stopping);

        assertThat(output.messages).containsExactly(new PeerMessage.Have(1));
    }

    @Test
    void staysStoppedAfterAnError() {
        assertThatThrownBy(() -> feed("000000020078")).isInstanceOf(WireException.class);

        feed("0000000100");

        assertThat(output.messages).isEmpty();
    }

    @Test
    void catchesAnOutputThatDoesNotReadItsBlock() {
        PeerWireDecoder.Output lazy = new ForwardingOutput(output) {
            @Override
            public void onBlockBytes(ByteBuf in, int count) {
                in.skipBytes(count - 1);
            }
        };

        assertThatThrownBy(() -> decoder.feed(bytes("0000000c070000000100004000616263"), lazy))
                .isInstanceOf(IllegalStateException.class);
    }

    private void feed(String hex) {
        decoder.feed(bytes(hex), output);
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
