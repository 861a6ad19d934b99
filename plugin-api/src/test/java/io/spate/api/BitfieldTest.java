package io.spate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BitfieldTest {
    @Test
    void findsWhatTwoHaveInCommon() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            int size = 1 + random.nextInt(300);
            Bitfield one = random(random, size);
            Bitfield other = random(random, size);
            int from = random.nextInt(size + 2);

            int expected = from;
            while (expected < size && !(one.has(expected) && other.has(expected))) {
                expected++;
            }

            assertThat(one.nextCommon(other, from)).isEqualTo(expected < size ? expected : -1);
        }
    }

    private static Bitfield random(Random random, int size) {
        Bitfield field = new Bitfield(size);
        int one = 1 + random.nextInt(20);
        for (int piece = 0; piece < size; piece++) {
            if (random.nextInt(one) == 0) {
                field.set(piece);
            }
        }
        return field;
    }
}
