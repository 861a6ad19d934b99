package io.spate.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerIdTest {
    @Test
    void beginsWithThePrefixAndIsRandomAfterIt() {
        Random random = new Random(1);
        PeerId first = PeerId.random("-SV0100-", random);
        PeerId second = PeerId.random("-SV0100-", random);
        assertThat(first.toString()).startsWith("-SV0100-").hasSize(20).matches("-SV0100-[0-9A-Za-z]{12}");
        assertThat(first).isNotEqualTo(second);
        assertThat(PeerId.random("-SV0100-", new Random(1))).isEqualTo(first).hasSameHashCodeAs(first);
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> PeerId.of(new byte[19])).hasMessage("peer id: 19 bytes (expected: 20)");
        assertThatThrownBy(() -> PeerId.random("-SV0100-0123456789abc", new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsDigitsWhereTextWouldBeUnreadable() {
        assertThat(PeerId.of("-SV0100-abcdefghijkl".getBytes(US_ASCII))).hasToString("-SV0100-abcdefghijkl");
        assertThat(PeerId.of(new byte[20])).hasToString("00".repeat(20));
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = new byte[20];
        PeerId id = PeerId.of(bytes);
        bytes[0] = 1;
        id.toBytes()[1] = 1;
        assertThat(id).isEqualTo(PeerId.of(new byte[20]));
        assertThat(id.compareTo(PeerId.of(bytes))).isNegative();
    }
}
