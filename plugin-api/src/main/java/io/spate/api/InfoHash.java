package io.spate.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The hash of an info dictionary: SHA-1 in version 1 (BEP 3), SHA-256 in version 2 (BEP 52). Immutable. */
public final class InfoHash implements Comparable<InfoHash> {
    public static final int V1_LENGTH = 20;
    public static final int V2_LENGTH = 32;

    private final byte[] bytes;

    private InfoHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes 20 bytes for version 1, 32 for version 2 */
    public static InfoHash of(byte[] bytes) {
        if (bytes.length != V1_LENGTH && bytes.length != V2_LENGTH) {
            throw new IllegalArgumentException("info-hash: " + bytes.length + " bytes (expected: 20 or 32)");
        }
        return new InfoHash(bytes.clone());
    }

    /** @param hex 40 hexadecimal digits for version 1, 64 for version 2, of either case */
    public static InfoHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The version 1 info-hash of an info dictionary, byte for byte as it stands in the torrent. */
    public static InfoHash v1Of(byte[] info) {
        return new InfoHash(digest("SHA-1", info));
    }

    /** The version 2 info-hash of an info dictionary, byte for byte as it stands in the torrent. */
    public static InfoHash v2Of(byte[] info) {
        return new InfoHash(digest("SHA-256", info));
    }

    public boolean isV2() {
        return bytes.length == V2_LENGTH;
    }

    /** A copy of the 20 or 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The 20 bytes used in handshakes, announces and the DHT: a version 2 hash is cut (BEP 52, "info-hash"). */
    public InfoHash truncated() {
        return isV2() ? new InfoHash(Arrays.copyOf(bytes, V1_LENGTH)) : this;
    }

    /** Lower-case hexadecimal digits, 40 or 64. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(InfoHash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfoHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }

    private static byte[] digest(String algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
