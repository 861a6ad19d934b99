package io.spate.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The 20 bytes by which a peer calls itself in the handshake (BEP 3, BEP 20). Immutable. */
public final class PeerId implements Comparable<PeerId> {
    public static final int LENGTH = 20;

    private final byte[] bytes;

    private PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    public static PeerId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("peer id: " + bytes.length + " bytes (expected: 20)");
        }
        return new PeerId(bytes.clone());
    }

    /** @param prefix at most 20 characters of ASCII, such as {@code -SV0100-}; the rest is random, unreserved in URLs */
    public static PeerId random(String prefix, RandomGenerator random) {
        if (prefix.length() > LENGTH) {
            throw new IllegalArgumentException("prefix of a peer id: " + prefix.length() + " (expected: 0..20)");
        }
        String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        byte[] bytes = Arrays.copyOf(prefix.getBytes(StandardCharsets.US_ASCII), LENGTH);
        for (int i = prefix.length(); i < LENGTH; i++) {
            bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return new PeerId(bytes);
    }

    /** A copy of the 20 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && Arrays.equals(bytes, id.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The id as text where it is printable ASCII, else in hexadecimal digits. */
    @Override
    public String toString() {
        for (byte b : bytes) {
            if (b < 0x21 || b > 0x7e) {
                return HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
