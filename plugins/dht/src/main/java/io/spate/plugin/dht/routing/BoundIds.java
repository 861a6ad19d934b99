package io.spate.plugin.dht.routing;

import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Node ids that are bound to an address, so that nobody can choose where in the space he is (BEP 42). */
public final class BoundIds {
    private static final byte[] MASK_4 = {0x03, 0x0f, 0x3f, (byte) 0xff};
    private static final byte[] MASK_6 = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, (byte) 0xff};
    /** Bits of an id that follow from the address. */
    private static final int BOUND_BITS = 21;

    private BoundIds() {}

    /** An id for a node at this address; at random where none is asked for. */
    public static NodeId create(InetAddress address, RandomGenerator random) {
        byte[] id = NodeId.random(random).toBytes();
        int seed = id[NodeId.LENGTH - 1] & 0xFF;
        int checksum = checksum(address, seed);
        id[0] = (byte) (checksum >>> 24);
        id[1] = (byte) (checksum >>> 16);
        id[2] = (byte) (checksum >>> 8 & 0xF8 | id[2] & 0x07);
        return NodeId.of(id);
    }

    /** Whether a node at this address may have the id; addresses that are not of the internet may have any. */
    public static boolean fits(NodeId id, InetAddress address) {
        return AddressRules.isLocal(address) || matches(id, address);
    }

    static boolean matches(NodeId id, InetAddress address) {
        int seed = id.bits(NodeId.BITS - 8, 8);
        int checksum = checksum(address, seed) >>> 32 - BOUND_BITS;
        return checksum == (id.bits(0, 16) << BOUND_BITS - 16 | id.bits(16, BOUND_BITS - 16));
    }

    private static int checksum(InetAddress address, int seed) {
        byte[] bytes = address.getAddress();
        byte[] mask = bytes.length == MASK_4.length ? MASK_4 : MASK_6;
        byte[] input = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            input[i] = (byte) (bytes[i] & mask[i]);
        }
        input[0] |= (byte) ((seed & 0x07) << 5);
        CRC32C crc = new CRC32C();
        crc.update(input);
        return (int) crc.getValue();
    }
}
