package io.spate.plugin.dht.krpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.InfoHash;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeIdTest {
    private final Random random = new Random(1);

    @Test
    void measuresDistanceAsTheXorReadAsANumber() {
        for (int i = 0; i < 1000; i++) {
            NodeId target = NodeId.random(random);
            NodeId a = target.randomSharing(random.nextInt(160), random);
            NodeId b = target.randomSharing(random.nextInt(160), random);
            int expected =
                    number(target).xor(number(a)).compareTo(number(target).xor(number(b)));
            assertThat(Integer.signum(target.compareDistance(a, b))).isEqualTo(expected);
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(number(a).compareTo(number(b)));
        }
    }

    @Test
    void sharesAsManyBitsAsWereAskedFor() {
        NodeId id = NodeId.random(random);
        for (int bits = 0; bits < 160; bits++) {
            assertThat(id.sharedBits(id.randomSharing(bits, random))).isEqualTo(bits);
        }
        assertThat(id.sharedBits(id)).isEqualTo(160);
    }

    @Test
    void readsBitsAsNumbers() {
        NodeId id = NodeId.of(InfoHash.ofHex("f00000000000000000000000000000000000000a"));
        assertThat(id.bits(0, 8)).isEqualTo(0xF0);
        assertThat(id.bits(2, 4)).isEqualTo(0b1100);
        assertThat(id.bits(156, 4)).isEqualTo(0xA);
        assertThat(id.bits(158, 4)).isEqualTo(0b1000);
    }

    @Test
    void isTheBytesThatItWasMadeOf() {
        NodeId id = NodeId.random(random);
        assertThat(NodeId.of(id.toBytes())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(NodeId.of(id.toInfoHash())).isEqualTo(id);
        assertThatThrownBy(() -> NodeId.of(new byte[19])).hasMessageContaining("19 bytes (expected: 20)");
    }

    private static BigInteger number(NodeId id) {
        return new BigInteger(1, id.toBytes());
    }
}
