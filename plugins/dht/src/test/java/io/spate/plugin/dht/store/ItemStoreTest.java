package io.spate.plugin.dht.store;

import static io.spate.plugin.dht.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.MutableItem;
import io.spate.plugin.dht.krpc.ErrorCode;
import io.spate.plugin.dht.krpc.ItemBody;
import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemStoreTest {
    private static final long HOUR = 3_600_000;
    private static final StoreLimits LIMITS =
            new StoreLimits(3, 4, 5, Duration.ofMinutes(45), Duration.ofHours(2), 2, Duration.ofHours(6));
    private static final InetAddress FROM = ip("192.0.2.1");

    private final ItemStore store = new ItemStore(LIMITS);
    private final NodeId own = NodeId.random(new Random(1));
    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void keepsAnImmutableItemUnderItsHash() {
        ItemBody body = ItemBody.of(new ImmutableItem(BencodeValue.of("x")));
        assertThat(put(body, 0)).isEmpty();

        assertThat(store.find(ItemStore.target(body), HOUR)).contains(body);
        assertThat(store.find(ItemStore.target(body), 2 * HOUR)).isEmpty();
    }

    @Test
    void replacesAVersionByANewerOneOnly() {
        assertThat(put(version(4, "four"), 0)).isEmpty();
        assertThat(put(version(3, "three"), 0)).contains(ErrorCode.SEQ_TOO_OLD);
        assertThat(put(version(5, "five"), 0)).isEmpty();

        assertThat(found(version(5, "five"), 0)).isEqualTo("4:five");
    }

    @Test
    void keepsTheOldOfTwoValuesWithOneNumber() {
        put(version(4, "first"), 0);
        assertThat(put(version(4, "second"), 0)).isEmpty();

        assertThat(found(version(4, "first"), 0)).isEqualTo("5:first");
    }

    @Test
    void theSameVersionAgainKeepsItAlive() {
        put(version(4, "four"), 0);
        assertThat(put(version(4, "four"), HOUR)).isEmpty();

        assertThat(found(version(4, "four"), 2 * HOUR + 1)).isEqualTo("4:four");
    }

    @Test
    void comparesBeforeItSwaps() {
        put(version(4, "four"), 0);
        assertThat(store.put(version(5, "five"), OptionalLong.of(3), FROM, own, 0))
                .contains(ErrorCode.CAS_MISMATCH);
        assertThat(store.put(version(5, "five"), OptionalLong.of(4), FROM, own, 0))
                .isEmpty();
        assertThat(store.put(version(6, "six"), OptionalLong.of(77), FROM, own, 3 * HOUR))
                .isEmpty(); // nothing is there any more
    }

    @Test
    void storesNothingThatIsNotSigned() {
        ItemBody genuine = version(1, "one");
        ItemBody.Signed by = genuine.signed().orElseThrow();
        ItemBody forged = new ItemBody(
                "3:two".getBytes(StandardCharsets.US_ASCII),
                Optional.of(new ItemBody.Signed(by.publicKey(), by.salt(), 2, by.signature())));

        assertThat(put(forged, 0)).contains(ErrorCode.BAD_SIGNATURE);
        assertThat(store.size()).isZero();
    }

    @Test
    void refusesWhatIsTooLongOrNotBencoded() {
        String tooLong = "1000:" + "x".repeat(1000);
        assertThat(put(new ItemBody(tooLong.getBytes(StandardCharsets.US_ASCII), Optional.empty()), 0))
                .contains(ErrorCode.VALUE_TOO_BIG);
        assertThat(put(new ItemBody("d1:b0:1:a0:e".getBytes(StandardCharsets.US_ASCII), Optional.empty()), 0))
                .contains(ErrorCode.PROTOCOL);
    }

    @Test
    void givesUpWhatIsFarAwayFirst() {
        for (int n = 0; n < 50; n++) {
            put(ItemBody.of(new ImmutableItem(BencodeValue.of(n))), 0);
        }
        assertThat(store.size()).isEqualTo(5);
        int shared = 0;
        for (int n = 0; n < 50; n++) {
            NodeId target = ItemStore.target(ItemBody.of(new ImmutableItem(BencodeValue.of(n))));
            shared += store.find(target, 0).isPresent() ? own.sharedBits(target) : 0;
        }
        assertThat(shared).isGreaterThan(5); // at random it would be one bit each
    }

    @Test
    void forgetsInTime() {
        put(version(1, "one"), 0);
        store.expire(2 * HOUR);
        assertThat(store.size()).isZero();
    }

    private Optional<ErrorCode> put(ItemBody body, long now) {
        return store.put(body, OptionalLong.empty(), FROM, own, now);
    }

    private ItemBody version(long seq, String text) {
        return ItemBody.of(MutableItem.sign(keys, new byte[0], seq, BencodeValue.of(text)));
    }

    private String found(ItemBody like, long now) {
        return new String(store.find(ItemStore.target(like), now).orElseThrow().value(), StandardCharsets.US_ASCII);
    }
}
