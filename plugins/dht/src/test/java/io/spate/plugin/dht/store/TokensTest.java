package io.spate.plugin.dht.store;

import static io.spate.plugin.dht.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.NodeId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final long MINUTE = 60_000;

    private final Tokens tokens = new Tokens(new Random(1), 0);
    private final NodeId target = NodeId.random(new Random(2));
    private final NodeId other = NodeId.random(new Random(3));

    @Test
    void areBoundToTheAddressAndTheTarget() {
        byte[] token = tokens.create(ip("192.0.2.1"), target, 0);

        assertThat(tokens.isValid(token, ip("192.0.2.1"), target, 0)).isTrue();
        assertThat(tokens.isValid(token, ip("192.0.2.2"), target, 0)).isFalse();
        assertThat(tokens.isValid(token, ip("192.0.2.1"), other, 0)).isFalse();
        assertThat(tokens.isValid(new byte[0], ip("192.0.2.1"), target, 0)).isFalse();
        assertThat(token).hasSizeBetween(4, 8);
    }

    @Test
    void areGoodForFiveMinutesAtLeastAndTenAtMost() {
        byte[] token = tokens.create(ip("192.0.2.1"), target, 4 * MINUTE);
        assertThat(tokens.isValid(token, ip("192.0.2.1"), target, 6 * MINUTE)).isTrue();
        assertThat(tokens.isValid(token, ip("192.0.2.1"), target, 9 * MINUTE)).isTrue();
        assertThat(tokens.isValid(token, ip("192.0.2.1"), target, 12 * MINUTE)).isFalse();
    }

    @Test
    void areVoidAfterALongPause() {
        byte[] token = tokens.create(ip("192.0.2.1"), target, 0);
        assertThat(tokens.isValid(token, ip("192.0.2.1"), target, 60 * MINUTE)).isFalse();
    }
}
