package io.spate.kernel.peer;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The canonical priority of a connection (BEP 40). Both ends compute the same number, and nobody can choose it: swarms whose
 * peers prefer high numbers mix well, and a flood from one network gets no more places than others.
 */
final class PeerPriority {
    private static final int IPV4_PREFIX = 2;
    private static final int IPV6_PREFIX = 6;
    /** Lets through every other bit of what comes behind the prefix: addresses of one network share a few priorities. */
    private static final int MASK = 0x55;

    private PeerPriority() {}

    /**
     * @param one end, as the other sees it
     * @param other end, of the same family
     * @return 0..2^32 - 1; higher is better
     */
    static long of(InetSocketAddress one, InetSocketAddress other) {
        byte[] ours = one.getAddress().getAddress();
        byte[] theirs = other.getAddress().getAddress();
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException("addresses of two families: " + one + " and " + other);
        }
        int common = Arrays.mismatch(ours, theirs);
        if (common < 0) {
            return hash(port(one), port(other));
        }
        int prefix = Math.max(ours.length == 4 ? IPV4_PREFIX : IPV6_PREFIX, common + 1);
        return hash(masked(ours, prefix), masked(theirs, prefix));
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int i = prefix; i < masked.length; i++) {
            masked[i] &= MASK;
        }
        return masked;
    }

    private static byte[] port(InetSocketAddress end) {
        return new byte[] {(byte) (end.getPort() >>> 8), (byte) end.getPort()};
    }

    private static long hash(byte[] one, byte[] other) {
        boolean inOrder = Arrays.compareUnsigned(one, other) <= 0;
        CRC32C crc = new CRC32C();
        crc.update(inOrder ? one : other);
        crc.update(inOrder ? other : one);
        return crc.getValue();
    }
}
