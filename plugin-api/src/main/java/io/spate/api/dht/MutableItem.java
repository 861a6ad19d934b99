package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeValue;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signed version of data under a publisher's key (BEP 44). Versions are told apart by {@code seq}; the highest counts.
 *
 * @param seq 0 or more
 * @param value of at most {@link #MAX_VALUE} bytes when bencoded
 * @param signature 64 bytes, Ed25519; not to be changed. Whether it fits says {@link #isGenuine}
 */
public record MutableItem(ItemKey key, long seq, BencodeValue value, byte[] signature) implements DhtItem {
    /** Bytes of an Ed25519 signature. */
    public static final int SIGNATURE_LENGTH = 64;

    public MutableItem {
        ItemValues.check(value);
        if (seq < 0) {
            throw new IllegalArgumentException("seq: " + seq + " (expected: 0 or more)");
        }
        if (signature.length != SIGNATURE_LENGTH) {
            throw new IllegalArgumentException(
                    "signature: " + signature.length + " bytes (expected: " + SIGNATURE_LENGTH + ")");
        }
    }

    /** @param keys of the algorithm Ed25519, as the JDK makes them */
    public static MutableItem sign(KeyPair keys, byte[] salt, long seq, BencodeValue value) {
        ItemKey key = ItemKey.of(Ed25519.rawPublicKey(keys.getPublic()), salt);
        return new MutableItem(key, seq, value, Ed25519.sign(keys.getPrivate(), signedBytes(key, seq, value)));
    }

    /** The item by which a publisher names the torrent that is current now (BEP 46). */
    public static MutableItem ofTorrent(KeyPair keys, byte[] salt, long seq, InfoHash infoHash) {
        return sign(
                keys,
                salt,
                seq,
                BencodeDictionary.builder()
                        .put("ih", infoHash.truncated().toBytes())
                        .build());
    }

    @Override
    public InfoHash target() {
        return key.target();
    }

    /** Whether the key signed it. Costs some tenths of a millisecond. */
    public boolean isGenuine() {
        return Ed25519.verifies(key.publicKey(), signedBytes(key, seq, value), signature);
    }

    /** The torrent that the item names (BEP 46), if it is such an item. */
    public Optional<InfoHash> torrent() {
        return value instanceof BencodeDictionary dictionary
                ? dictionary
                        .string("ih")
                        .filter(hash -> hash.length() == InfoHash.V1_LENGTH)
                        .map(hash -> InfoHash.of(hash.toBytes()))
                : Optional.empty();
    }

    /** What is signed: {@code salt}, {@code seq} and {@code v}, as they would stand in a dictionary (BEP 44). */
    static byte[] signedBytes(ItemKey key, long seq, BencodeValue value) {
        byte[] salt = key.salt();
        byte[] head = salt.length == 0 ? new byte[0] : ascii("4:salt" + salt.length + ":");
        byte[] middle = ascii("3:seqi" + seq + "e1:v");
        return concat(head, salt, middle, Bencode.write(value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MutableItem item
                && key.equals(item.key)
                && seq == item.seq
                && value.equals(item.value)
                && Arrays.equals(signature, item.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "MutableItem[" + key + ", seq " + seq + ", " + value + "]";
    }
}
