package io.spate.plugin.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairTest {
    private static final BigInteger PRIME = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                    + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A36210000000000090563",
            16);

    @Test
    void padsASmallKeyOnTheLeft() {
        assertThat(HexFormat.of().formatHex(KeyPair.of(new byte[] {3}).publicKey()))
                .isEqualTo("00".repeat(95) + "08");
    }

    @Test
    void leavesNoRoomForTheSignOfALargeKey() {
        assertThat(KeyPair.of(new byte[] {3, 0}).publicKey()).hasSize(96); // 2 to the 768, mod P
        for (long seed = 0; seed < 50; seed++) {
            assertThat(KeyPair.random(new Random(seed)).publicKey()).hasSize(96);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "P-1", "P", "P+1", "all"})
    void refusesKeysThatMakeNoSecret(String key) {
        BigInteger theirs =
                switch (key) {
                    case "P-1" -> PRIME.subtract(BigInteger.ONE);
                    case "P" -> PRIME;
                    case "P+1" -> PRIME.add(BigInteger.ONE);
                    case "all" -> BigInteger.ONE.shiftLeft(768).subtract(BigInteger.ONE);
                    default -> new BigInteger(key);
                };
        assertThatThrownBy(() -> KeyPair.of(new byte[] {5}).agree(padded(theirs)))
                .isInstanceOf(MseException.class)
                .hasMessageContaining("expected: 2..P-2");
    }

    @Test
    void takesTheSmallestAndTheLargestThatDo() throws MseException {
        KeyPair ours = KeyPair.of(new byte[] {5});
        assertThat(ours.agree(padded(BigInteger.TWO))).isNotNull();
        assertThat(ours.agree(padded(PRIME.subtract(BigInteger.TWO)))).isNotNull();
    }

    private static byte[] padded(BigInteger value) {
        String hex = value.toString(16);
        return HexFormat.of().parseHex("0".repeat(192 - hex.length()) + hex);
    }
}
