package io.spate.plugin.encryption;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A key of ours for the key agreement of Diffie and Hellman, in the group of MSE. Each operation takes a good part of a millisecond. */
final class KeyPair {
    /** Bytes of a public key and of a secret, padded by zeros on the left. */
    static final int LENGTH = 96;

    private static final int PRIVATE_LENGTH = 20;
    private static final BigInteger PRIME = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                    + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A36210000000000090563",
            16);
    private static final BigInteger GENERATOR = BigInteger.TWO;
    private static final BigInteger LARGEST = PRIME.subtract(BigInteger.TWO);

    private final BigInteger privateKey;
    private final byte[] publicKey;

    private KeyPair(BigInteger privateKey) {
        this.privateKey = privateKey;
        this.publicKey = padded(GENERATOR.modPow(privateKey, PRIME));
    }

    /** @param privateKey big-endian, as long as you like */
    static KeyPair of(byte[] privateKey) {
        return new KeyPair(new BigInteger(1, privateKey));
    }

    static KeyPair random(RandomGenerator random) {
        byte[] privateKey = new byte[PRIVATE_LENGTH];
        random.nextBytes(privateKey);
        return of(privateKey);
    }

    /** 96 bytes; not copied. */
    byte[] publicKey() {
        return publicKey;
    }

    /**
     * What both ends know.
     *
     * @param theirKey 96 bytes
     * @throws MseException if it is one with which the secret is no secret: 0, 1, P-1, or no member of the group
     */
    SharedSecret agree(byte[] theirKey) throws MseException {
        BigInteger theirs = new BigInteger(1, theirKey);
        if (theirs.compareTo(BigInteger.TWO) < 0 || theirs.compareTo(LARGEST) > 0) {
            throw new MseException("a public key that makes no secret (expected: 2..P-2)");
        }
        return new SharedSecret(padded(theirs.modPow(privateKey, PRIME)));
    }

    private static byte[] padded(BigInteger value) {
        byte[] bytes = value.toByteArray(); // may have one zero more, for the sign
        byte[] padded = new byte[LENGTH];
        int from = Math.max(0, bytes.length - LENGTH);
        byte[] digits = Arrays.copyOfRange(bytes, from, bytes.length);
        System.arraycopy(digits, 0, padded, LENGTH - digits.length, digits.length);
        return padded;
    }
}
