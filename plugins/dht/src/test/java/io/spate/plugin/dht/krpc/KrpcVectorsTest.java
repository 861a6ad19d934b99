package io.spate.plugin.dht.krpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.plugin.dht.Vectors;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KrpcVectorsTest {
    @TestFactory
    Stream<DynamicTest> readsEachMessageAndWritesItBack() {
        return Vectors.tests("krpc.json", "name", vector -> {
            byte[] bytes = Vectors.bytes(vector, "message_hex");
            KrpcMessage message = KrpcDecoder.decode(bytes).orElseThrow();
            assertThat(message).isNotInstanceOf(BadQuery.class);
            assertThat(withoutVersion(KrpcEncoder.encode(message))).isEqualTo(withoutVersion(bytes));
        });
    }

    @Test
    void noBeginningOfAMessageIsOne() {
        Vectors.cases("krpc.json").forEach(vector -> {
            byte[] bytes = Vectors.bytes(vector, "message_hex");
            for (int length = 0; length < bytes.length; length++) {
                assertThat(KrpcDecoder.decode(Arrays.copyOf(bytes, length))).isEmpty();
            }
        });
    }

    @Test
    void junkBehindAMessageIsPassedOver() {
        byte[] ping = Vectors.bytes(Vectors.cases("krpc.json").get(0), "message_hex");
        assertThat(KrpcDecoder.decode(Arrays.copyOf(ping, ping.length + 3))).isPresent();
    }

    /** Each is read, and written, or refused; nothing is thrown. The property {@code spate.fuzz} makes it more. */
    @Test
    void readsWhateverBecomesOfAMessage() {
        Random random = new Random(5);
        int rounds = Integer.getInteger("spate.fuzz", 20_000);
        byte[][] messages = Vectors.cases("krpc.json").stream()
                .map(vector -> Vectors.bytes(vector, "message_hex"))
                .toArray(byte[][]::new);
        int read = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = messages[random.nextInt(messages.length)].clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read += KrpcDecoder.decode(bytes).map(KrpcEncoder::encode).isPresent() ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @Test
    void readsGarbage() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 'd';
            }
            assertThat(KrpcDecoder.decode(bytes)).isEmpty();
        }
    }

    private static BencodeDictionary withoutVersion(byte[] message) {
        BencodeDictionary read = (BencodeDictionary) Bencode.read(message);
        BencodeDictionary.Builder rest = BencodeDictionary.builder();
        read.forEach((key, value) -> {
            if (!key.is("v")) {
                rest.put(key, value);
            }
        });
        return (BencodeDictionary) Bencode.read(Bencode.write(rest.build()));
    }
}
