package io.spate.plugin.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Rc4Test {
    private static final byte[] KEY = {1, 2, 3, 4, 5};
    private static final int LENGTH = 40_000;

    static Iterable<JsonNode> vectors() throws Exception {
        return Vectors.of("rc4.json");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void makesTheKnownKeyStream(JsonNode vector) {
        byte[] stream = new Rc4(Vectors.bytes(vector, "key_hex")).apply(new byte[8192]);
        for (JsonNode part : vector.path("keystream")) {
            byte[] known = Vectors.bytes(part, "bytes_hex");
            int offset = part.path("offset").asInt();
            assertThat(Arrays.copyOfRange(stream, offset, offset + known.length))
                    .as("at %d", offset)
                    .isEqualTo(known);
        }
    }

    @Test
    void dropsTheFirstKibibyteForMse() {
        byte[] whole = new Rc4(KEY).apply(new byte[1100]);
        assertThat(Rc4.ofMse(KEY).apply(new byte[76])).isEqualTo(Arrays.copyOfRange(whole, 1024, 1100));
    }

    @Test
    void isOneStreamHoweverItIsCutAndWhereverTheBytesLie() {
        byte[] plain = new byte[LENGTH];
        Random random = new Random(1);
        random.nextBytes(plain);
        byte[] whole = new Rc4(KEY).apply(plain.clone());

        Rc4 cipher = new Rc4(KEY);
        ByteBuf collected = Unpooled.buffer();
        while (collected.readableBytes() < LENGTH) {
            int count = Math.min(LENGTH - collected.readableBytes(), random.nextInt(20_000));
            ByteBuf part = part(random.nextInt(3), count);
            part.writeBytes(plain, collected.readableBytes(), count);
            int reader = part.readerIndex();
            cipher.apply(part);
            assertThat(part.readerIndex()).isEqualTo(reader);
            collected.writeBytes(part);
            part.release();
        }
        assertThat(ByteBufUtil.getBytes(collected)).isEqualTo(whole);
    }

    @Test
    void touchesNothingButWhatItIsGiven() {
        ByteBuf bytes = Unpooled.buffer(40).writeZero(40);
        new Rc4(KEY).apply(bytes, 11, 13);
        assertThat(ByteBufUtil.getBytes(bytes, 0, 11)).containsOnly(0);
        assertThat(ByteBufUtil.getBytes(bytes, 24, 16)).containsOnly(0);
        assertThat(ByteBufUtil.getBytes(bytes, 11, 13)).isEqualTo(new Rc4(KEY).apply(new byte[13]));
    }

    /** On the heap, outside of it, and in the middle of a larger one. */
    private static ByteBuf part(int kind, int count) {
        return switch (kind) {
            case 0 -> Unpooled.buffer(count);
            case 1 -> Unpooled.directBuffer(count);
            default -> Unpooled.buffer(count + 7).writeZero(7).slice(7, count).writerIndex(0);
        };
    }
}
