package io.spate.api.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.InfoHash;
import io.spate.api.Vectors;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DhtItemTest {
    @TestFactory
    Stream<DynamicTest> holdsTheVectors() {
        return Vectors.tests("bep44.json", vector -> {
            switch (vector.path("kind").asText()) {
                case "immutable" -> checkImmutable(vector);
                case "mutable" -> checkMutable(vector);
                case "mutable-verify" -> checkSignature(vector);
                default -> throw new AssertionError(vector);
            }
        });
    }

    private static void checkImmutable(JsonNode vector) {
        BencodeValue value = value(vector);
        if (!vector.path("storable").asBoolean()) {
            assertThatThrownBy(() -> new ImmutableItem(value)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThat(new ImmutableItem(value).target().toHex())
                .isEqualTo(vector.path("target_hex").asText());
    }

    private static void checkMutable(JsonNode vector) {
        byte[] salt = Vectors.bytes(vector, "salt_hex");
        byte[] publicKey = Vectors.bytes(vector, "public_key_hex");
        if (!vector.path("storable").asBoolean()) {
            assertThatThrownBy(() -> ItemKey.of(publicKey, salt)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        ItemKey key = ItemKey.of(publicKey, salt);
        long seq = vector.path("seq").asLong();
        byte[] signature = Vectors.bytes(vector, "signature_hex");
        MutableItem item = new MutableItem(key, seq, value(vector), signature);

        assertThat(item.target().toHex()).isEqualTo(vector.path("target_hex").asText());
        assertThat(MutableItem.signedBytes(key, seq, value(vector)))
                .isEqualTo(Vectors.bytes(vector, "signed_buffer_hex"));
        assertThat(item.isGenuine()).isTrue();
        if (vector.hasNonNull("seed_hex")) {
            byte[] ours = Ed25519.sign(
                    privateKey(Vectors.bytes(vector, "seed_hex")), MutableItem.signedBytes(key, seq, value(vector)));
            assertThat(ours).isEqualTo(signature);
        }
    }

    private static void checkSignature(JsonNode vector) {
        byte[] salt = Vectors.bytes(vector, "salt_hex");
        if (salt.length > ItemKey.MAX_SALT) {
            assertThatThrownBy(() -> ItemKey.of(Vectors.bytes(vector, "public_key_hex"), salt))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        MutableItem item = new MutableItem(
                ItemKey.of(Vectors.bytes(vector, "public_key_hex"), salt),
                vector.path("seq").asLong(),
                value(vector),
                Vectors.bytes(vector, "signature_hex"));
        assertThat(item.isGenuine()).isEqualTo(vector.path("valid").asBoolean());
    }

    @Test
    void verifiesWhatItSigned() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] salt = {1, 2, 3};
        MutableItem item = MutableItem.sign(keys, salt, 7, BencodeValue.of("spate"));

        assertThat(item.isGenuine()).isTrue();
        assertThat(new MutableItem(item.key(), 8, item.value(), item.signature()).isGenuine())
                .isFalse();
        assertThat(new MutableItem(ItemKey.of(item.key().publicKey()), 7, item.value(), item.signature()).isGenuine())
                .isFalse();
    }

    @Test
    void namesATorrentAsBep46Does() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        InfoHash hash = InfoHash.ofHex("cc3f9d90b572172053626f9980ce261a850d050b");

        assertThat(MutableItem.ofTorrent(keys, new byte[0], 1, hash).torrent()).contains(hash);
        assertThat(MutableItem.sign(keys, new byte[0], 1, BencodeValue.of("no torrent"))
                        .torrent())
                .isEmpty();
    }

    @Test
    void whatIsNoKeyVerifiesNothingAndThrowsNothing() {
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            byte[] key = new byte[32];
            byte[] signature = new byte[64];
            random.nextBytes(key);
            random.nextBytes(signature);
            if (i % 4 == 0) {
                Arrays.fill(key, (byte) (i % 8 == 0 ? 0xFF : 0));
            }
            MutableItem item = new MutableItem(ItemKey.of(key), i, BencodeString.of("x"), signature);
            assertThat(item.isGenuine()).isFalse();
        }
    }

    @Test
    void readsAndWritesMagnets() {
        String plain = "magnet:?xs=urn:btpk:8543d3e6115f0f98c944077a4493dcd543e49c739fd998550a1f614ab36ed63e";
        ItemKey key = ItemKey.ofMagnet(plain).orElseThrow();
        ItemKey salted = ItemKey.ofMagnet(plain + "&s=6e").orElseThrow();

        assertThat(key.target().toHex()).isEqualTo("cc3f9d90b572172053626f9980ce261a850d050b");
        assertThat(salted.target().toHex()).isEqualTo("59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f");
        assertThat(key.toMagnet()).hasToString(plain);
        assertThat(salted.toMagnet()).hasToString(plain + "&s=6e");
        assertThat(ItemKey.ofMagnet("magnet:?xt=urn:btih:cc3f9d90b572172053626f9980ce261a850d050b"))
                .isEmpty();
        assertThat(ItemKey.ofMagnet("magnet:?xs=urn:btpk:8543")).isEmpty();
        assertThat(ItemKey.ofMagnet(plain + "&s=6")).isEmpty();
        assertThat(ItemKey.ofMagnet("http://example.org")).isEmpty();
    }

    private static BencodeValue value(JsonNode vector) {
        return Bencode.read(Vectors.bytes(vector, "v_bencoded_hex"));
    }

    private static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
