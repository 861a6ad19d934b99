package io.spate.plugin.dht.krpc;

import io.spate.api.InfoHash;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A place in the space of 160 bits that nodes, torrents and items share (BEP 5). Distance is XOR, read as a number. Immutable. */
public final class NodeId implements Comparable<NodeId> {
    public static final int LENGTH = 20;
    public static final int BITS = 160;

    private final long high;
    private final long middle;
    private final int low;

    private NodeId(long high, long middle, int low) {
        this.high = high;
        this.middle = middle;
        this.low = low;
    }

    /** @param bytes 20 of them */
    public static NodeId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("node id: " + bytes.length + " bytes (expected: " + LENGTH + ")");
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** The hash itself, or the part of a version 2 hash that the DHT uses. */
    public static NodeId of(InfoHash hash) {
        return of(hash.truncated().toBytes());
    }

    static NodeId read(ByteBuffer in) {
        return new NodeId(in.getLong(), in.getLong(), in.getInt());
    }

    public static NodeId random(RandomGenerator random) {
        return new NodeId(random.nextLong(), random.nextLong(), random.nextInt());
    }

    /** An id that begins with the same {@code bits} as this, then differs in one, and is random behind it. */
    public NodeId randomSharing(int bits, RandomGenerator random) {
        byte[] mine = toBytes();
        byte[] other = random(random).toBytes();
        for (int bit = 0; bit <= bits && bit < BITS; bit++) {
            int mask = 0x80 >> bit % 8;
            int wanted = bit == bits ? ~mine[bit / 8] : mine[bit / 8];
            other[bit / 8] = (byte) (other[bit / 8] & ~mask | wanted & mask);
        }
        return of(other);
    }

    /** How many leading bits are the same, 0..160. */
    public int sharedBits(NodeId other) {
        if (high != other.high) {
            return Long.numberOfLeadingZeros(high ^ other.high);
        }
        if (middle != other.middle) {
            return 64 + Long.numberOfLeadingZeros(middle ^ other.middle);
        }
        return 128 + Integer.numberOfLeadingZeros(low ^ other.low);
    }

    /** The bits {@code from}..{@code from + count - 1} as a number; what would lie behind the last bit is 0. @param count 0..16 */
    public int bits(int from, int count) {
        int value = 0;
        for (int bit = from; bit < from + count; bit++) {
            value = value << 1 | (bit < BITS ? bit(bit) : 0);
        }
        return value;
    }

    private int bit(int index) {
        long word = index < 64 ? high >>> 63 - index : index < 128 ? middle >>> 127 - index : low >>> 159 - index;
        return (int) word & 1;
    }

    /** Below 0 if {@code a} is closer to this id than {@code b}, 0 if they are the same. */
    public int compareDistance(NodeId a, NodeId b) {
        int order = Long.compareUnsigned(high ^ a.high, high ^ b.high);
        if (order == 0) {
            order = Long.compareUnsigned(middle ^ a.middle, middle ^ b.middle);
        }
        return order == 0 ? Integer.compareUnsigned(low ^ a.low, low ^ b.low) : order;
    }

    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        write(bytes);
        return bytes.array();
    }

    void write(ByteBuffer out) {
        out.putLong(high).putLong(middle).putInt(low);
    }

    public InfoHash toInfoHash() {
        return InfoHash.of(toBytes());
    }

    @Override
    public int compareTo(NodeId other) {
        int order = Long.compareUnsigned(high, other.high);
        if (order == 0) {
            order = Long.compareUnsigned(middle, other.middle);
        }
        return order == 0 ? Integer.compareUnsigned(low, other.low) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId id && high == id.high && middle == id.middle && low == id.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ middle) ^ low;
    }

    /** Hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}
