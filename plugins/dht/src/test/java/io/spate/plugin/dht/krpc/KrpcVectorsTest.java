package io.spate.plugin.dht.krpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.plugin.dht.Vectors;
import io.spate.testkit.Fuzz;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KrpcVectorsTest {
    /** What a message and all that is read of it may cost. */
    private static final int MOST_BYTES = 64 * 1024;

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

    /** Each is read, and written, or is no message. */
    @Test
    void readsWhateverBecomesOfAMessage() {
        List<byte[]> messages = Vectors.cases("krpc.json").stream()
                .map(vector -> Vectors.bytes(vector, "message_hex"))
                .toList();
        AtomicInteger read = new AtomicInteger();
        new Fuzz(5, messages).feed(MOST_BYTES, bytes -> KrpcDecoder.decode(bytes)
                .map(KrpcEncoder::encode)
                .ifPresent(written -> read.incrementAndGet()));
        assertThat(read).hasPositiveValue();
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
