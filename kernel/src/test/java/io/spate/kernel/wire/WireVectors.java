package io.spate.kernel.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.peer.HashRange;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Messages for tests: those of {@code peer-wire.json}, one of each kind, and random ones. */
final class WireVectors {
    private WireVectors() {}

    /** What a good case of {@code peer-wire.json} says. */
    static PeerMessage message(JsonNode vector) {
        JsonNode fields = vector.get("fields");
        int index = fields.path("index").asInt();
        int begin = fields.path("begin").asInt();
        int length = fields.path("length").asInt();
        return switch (vector.get("id").asInt(-1)) {
            case -1 -> Signal.KEEP_ALIVE;
            case 0 -> Signal.CHOKE;
            case 1 -> Signal.UNCHOKE;
            case 2 -> Signal.INTERESTED;
            case 3 -> Signal.NOT_INTERESTED;
            case 4 -> new PeerMessage.Have(index);
            case 5 -> new PeerMessage.BitfieldMessage(bitfield(fields).toWire());
            case 6 -> new PeerMessage.Request(index, begin, length);
            case 7 -> new PeerMessage.Piece(index, begin, Unpooled.wrappedBuffer(hex(fields.get("data_hex"))));
            case 8 -> new PeerMessage.Cancel(index, begin, length);
            case 9 -> new PeerMessage.Port(fields.get("port").asInt());
            case 13 -> new PeerMessage.Suggest(index);
            case 14 -> Signal.HAVE_ALL;
            case 15 -> Signal.HAVE_NONE;
            case 16 -> new PeerMessage.Reject(index, begin, length);
            case 17 -> new PeerMessage.AllowedFast(index);
            case 21 -> new PeerMessage.HashRequest(range(fields));
            default -> throw new AssertionError("a vector this test does not know: " + vector);
        };
    }

    static List<PeerMessage> everyKind() {
        HashRange range = new HashRange(new byte[32], 1, 2, 3, 4);
        List<PeerMessage> all = new ArrayList<>(List.of(Signal.values()));
        all.addAll(List.of(
                new PeerMessage.Have(7),
                new PeerMessage.BitfieldMessage(new byte[] {1, 2, 3}),
                new PeerMessage.Request(1, 2, 3),
                new PeerMessage.Piece(4, 5, Unpooled.wrappedBuffer(new byte[] {9, 8, 7, 6})),
                new PeerMessage.Cancel(1, 2, 3),
                new PeerMessage.Port(65535),
                new PeerMessage.Suggest(11),
                new PeerMessage.Reject(-1, -2, -3),
                new PeerMessage.AllowedFast(12),
                new PeerMessage.Extended(255, new byte[] {5}),
                new PeerMessage.Extended(0, new byte[0]),
                new PeerMessage.HashRequest(range),
                new PeerMessage.Hashes(range, new byte[64]),
                new PeerMessage.HashReject(range),
                new PeerMessage.Unknown(200, new byte[] {1, 2})));
        return all;
    }

    static List<PeerMessage> random(Random random, int count) {
        List<PeerMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(random(random));
        }
        return messages;
    }

    static ByteBuf encode(List<PeerMessage> messages) {
        ByteBuf out = Unpooled.buffer();
        messages.forEach(message -> PeerWireEncoder.write(out, message));
        return out;
    }

    private static PeerMessage random(Random random) {
        HashRange range = new HashRange(bytes(random, 32), random.nextInt(), random.nextInt(), random.nextInt(), 3);
        return switch (random.nextInt(14)) {
            case 0 -> Signal.values()[random.nextInt(Signal.values().length)];
            case 1 -> new PeerMessage.Have(random.nextInt());
            case 2 -> new PeerMessage.BitfieldMessage(bytes(random, 1 + random.nextInt(20_000)));
            case 3 -> new PeerMessage.Request(random.nextInt(), random.nextInt(), random.nextInt());
            case 4 -> new PeerMessage.Cancel(random.nextInt(), random.nextInt(), random.nextInt());
            case 5 -> new PeerMessage.Port(random.nextInt(65536));
            case 6 -> new PeerMessage.Suggest(random.nextInt());
            case 7 -> new PeerMessage.Reject(random.nextInt(), random.nextInt(), random.nextInt());
            case 8 -> new PeerMessage.AllowedFast(random.nextInt());
            case 9 -> new PeerMessage.Extended(random.nextInt(256), bytes(random, random.nextInt(3000)));
            case 10 -> new PeerMessage.HashRequest(range);
            case 11 -> new PeerMessage.Hashes(range, bytes(random, 32 * (1 + random.nextInt(600))));
            case 12 -> new PeerMessage.Unknown(24 + random.nextInt(232), bytes(random, random.nextInt(3000)));
            default ->
                new PeerMessage.Piece(
                        random.nextInt(),
                        random.nextInt(),
                        Unpooled.wrappedBuffer(bytes(random, 1 + random.nextInt(1 << random.nextInt(1, 17)))));
        };
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Bitfield bitfield(JsonNode fields) {
        Bitfield field = new Bitfield(fields.get("num_pieces").asInt());
        fields.get("have").forEach(piece -> field.set(piece.asInt()));
        return field;
    }

    private static HashRange range(JsonNode fields) {
        return new HashRange(
                hex(fields.get("pieces_root_hex")),
                fields.get("base_layer").asInt(),
                fields.get("index").asInt(),
                fields.get("length").asInt(),
                fields.get("proof_layers").asInt());
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }
}
