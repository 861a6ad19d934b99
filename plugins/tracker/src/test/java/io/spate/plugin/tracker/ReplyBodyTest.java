package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ReplyBodyTest {
    private static final int MOST = 10_000;

    static byte[] packed(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    private static byte[] read(byte[] bytes, int atMost) {
        ReplyBody body = new ReplyBody(atMost);
        assertThat(body.add(bytes)).isTrue();
        return body.content();
    }

    @Test
    void putsChunksTogetherHoweverTheyAreSplit() {
        Random random = new Random(3);
        byte[] plain = new byte[5000];
        random.nextBytes(plain);
        byte[] bytes = packed(plain);
        for (int most : new int[] {1, 7, 2000}) {
            ReplyBody body = new ReplyBody(100_000);
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
                assertThat(body.add(Arrays.copyOfRange(bytes, at, end))).isTrue();
                at = end;
            }
            assertThat(body.content()).isEqualTo(plain);
        }
    }

    @Test
    void leavesAloneWhatIsNotPacked() {
        assertThat(read("d5:peers0:e".getBytes(), 100)).isEqualTo("d5:peers0:e".getBytes());
        assertThat(read(new byte[0], 100)).isEmpty();
    }

    @Test
    void refusesMoreThanItsBound() {
        ReplyBody body = new ReplyBody(10);
        assertThat(body.add(new byte[6])).isTrue();
        assertThat(body.add(new byte[5])).isFalse();
        assertThat(body.content()).isEmpty();
    }

    @Test
    void refusesABombWithoutUnpackingAllOfIt() {
        byte[] bomb = packed(new byte[50 << 20]);
        assertThatThrownBy(() -> read(bomb, 1 << 20))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL))
                .hasMessageStartingWith("reply: more than 1048576 bytes");
    }

    @Test
    void refusesABrokenPack() {
        byte[] packed = packed(new byte[1000]);
        assertThatThrownBy(() -> read(Arrays.copyOf(packed, packed.length / 2), 10_000))
                .isInstanceOf(SpateException.class)
                .hasMessageStartingWith("gzip body:");
    }

    /** In chunks of any length, so that it never matters where the network cuts. */
    @Test
    void unpacksAnyBytesOrRefusesThem() {
        Fuzz fuzz = new Fuzz(1, List.of(packed("d5:peers0:e".getBytes()), packed(new byte[MOST])));
        AtomicInteger unpacked = new AtomicInteger();
        fuzz.feed(10 * MOST, bytes -> {
            ReplyBody body = new ReplyBody(MOST);
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + fuzz.random().nextInt(40));
                assertThat(body.add(Arrays.copyOfRange(bytes, at, end))).isTrue();
                at = end;
            }
            try {
                assertThat(body.content()).hasSizeLessThanOrEqualTo(MOST);
                unpacked.incrementAndGet();
            } catch (SpateException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL);
            }
        });
        assertThat(unpacked).hasPositiveValue();
    }
}
