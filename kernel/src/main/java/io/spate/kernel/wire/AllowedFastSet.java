package io.spate.kernel.wire;

import io.spate.api.InfoHash;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The pieces that a peer may ask for while it is choked, the same by everybody's reckoning (BEP 6). */
public final class AllowedFastSet {
    private static final int NETWORK_MASK = 0xFFFFFF00;

    private AllowedFastSet() {}

    /**
     * @param peer its address as we see it
     * @param infoHash as in the handshake
     * @param pieces of the torrent, 1 or more
     * @param size how many pieces are to be allowed, a dozen at most; less come if the torrent has less
     * @return in the order in which they come up; none for IPv6, for which BEP 6 says nothing
     */
    public static List<Integer> compute(InetAddress peer, InfoHash infoHash, int pieces, int size) {
        if (!(peer instanceof Inet4Address)) {
            return List.of();
        }
        Set<Integer> allowed = new LinkedHashSet<>();
        int wanted = Math.min(size, pieces);
        byte[] hash = firstInput((Inet4Address) peer, infoHash);
        while (allowed.size() < wanted) {
            hash = sha1(hash);
            ByteBuffer numbers = ByteBuffer.wrap(hash);
            while (numbers.hasRemaining() && allowed.size() < wanted) {
                allowed.add(Integer.remainderUnsigned(numbers.getInt(), pieces));
            }
        }
        return List.copyOf(allowed);
    }

    private static byte[] firstInput(Inet4Address peer, InfoHash infoHash) {
        int network = ByteBuffer.wrap(peer.getAddress()).getInt() & NETWORK_MASK;
        byte[] hash = infoHash.truncated().toBytes();
        return ByteBuffer.allocate(4 + hash.length).putInt(network).put(hash).array();
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
