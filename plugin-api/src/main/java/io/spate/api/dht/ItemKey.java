package io.spate.api.dht;

import io.spate.api.InfoHash;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Under what a mutable item is found: the publisher's key, and a salt to tell several items of one key apart. Immutable. */
public final class ItemKey {
    /** Bytes of an Ed25519 public key. */
    public static final int PUBLIC_KEY_LENGTH = 32;
    /** Bytes of the longest salt. */
    public static final int MAX_SALT = 64;

    private static final String BTPK = "urn:btpk:";

    private final byte[] publicKey;
    private final byte[] salt;

    private ItemKey(byte[] publicKey, byte[] salt) {
        this.publicKey = publicKey;
        this.salt = salt;
    }

    public static ItemKey of(byte[] publicKey) {
        return of(publicKey, new byte[0]);
    }

    /**
     * @param publicKey 32 bytes
     * @param salt 0..64 bytes; empty is the same as none
     */
    public static ItemKey of(byte[] publicKey, byte[] salt) {
        if (publicKey.length != PUBLIC_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "public key: " + publicKey.length + " bytes (expected: " + PUBLIC_KEY_LENGTH + ")");
        }
        if (salt.length > MAX_SALT) {
            throw new IllegalArgumentException("salt: " + salt.length + " bytes (expected: 0.." + MAX_SALT + ")");
        }
        return new ItemKey(publicKey.clone(), salt.clone());
    }

    /** Reads {@code magnet:?xs=urn:btpk:KEY&s=SALT}, both in hexadecimal digits (BEP 46); empty if it is no such link. */
    public static Optional<ItemKey> ofMagnet(String uri) {
        String query = uri.toLowerCase(Locale.ROOT);
        if (!query.startsWith("magnet:?")) {
            return Optional.empty();
        }
        Optional<byte[]> key = Optional.empty();
        Optional<byte[]> salt = Optional.of(new byte[0]);
        for (String parameter : query.substring("magnet:?".length()).split("&")) {
            if (parameter.startsWith("xs=" + BTPK)) {
                key = hex(parameter.substring(3 + BTPK.length()), PUBLIC_KEY_LENGTH, PUBLIC_KEY_LENGTH);
            } else if (parameter.startsWith("s=")) {
                salt = hex(parameter.substring(2), 0, MAX_SALT);
            }
        }
        return key.isPresent() && salt.isPresent() ? Optional.of(of(key.get(), salt.get())) : Optional.empty();
    }

    private static Optional<byte[]> hex(String digits, int min, int max) {
        try {
            byte[] bytes = HexFormat.of().parseHex(digits);
            return bytes.length >= min && bytes.length <= max ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The link that people pass on (BEP 46). */
    public URI toMagnet() {
        HexFormat hex = HexFormat.of();
        String suffix = salt.length == 0 ? "" : "&s=" + hex.formatHex(salt);
        return URI.create("magnet:?xs=" + BTPK + hex.formatHex(publicKey) + suffix);
    }

    /** A copy of the 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** A copy of the 0..64 bytes. */
    public byte[] salt() {
        return salt.clone();
    }

    /** SHA-1 of key and salt: what nodes store the item under. */
    public InfoHash target() {
        byte[] both = Arrays.copyOf(publicKey, publicKey.length + salt.length);
        System.arraycopy(salt, 0, both, publicKey.length, salt.length);
        return InfoHash.v1Of(both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey key && Arrays.equals(publicKey, key.publicKey) && Arrays.equals(salt, key.salt);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(publicKey) + Arrays.hashCode(salt);
    }

    /** The public key in hexadecimal digits, and the salt behind a slash. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(publicKey) + (salt.length == 0 ? "" : "/" + hex.formatHex(salt));
    }
}
