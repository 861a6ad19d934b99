package io.spate.plugin.dht.store;

import io.spate.api.InfoHash;
import java.net.InetAddress;

/** A set of addresses that knows about how many it has, and can be united with others (BEP 33). */
public final class BloomFilter {
    /** Bytes of a filter. */
    public static final int LENGTH = 256;

    private static final int BITS = LENGTH * 8;
    private static final int HASHES = 2;

    private final byte[] filter = new byte[LENGTH];

    public void add(InetAddress address) {
        byte[] hash = hash(address);
        set(index(hash, 0));
        set(index(hash, 2));
    }

    /** Adds all that another filter has. @param other 256 bytes */
    public void add(byte[] other) {
        for (int i = 0; i < LENGTH; i++) {
            filter[i] |= other[i];
        }
    }

    /** Whether the address was added, or others make it seem so. */
    public boolean mayContain(InetAddress address) {
        byte[] hash = hash(address);
        return isSet(index(hash, 0)) && isSet(index(hash, 2));
    }

    /** How many addresses there are, about; too low beyond some thousands. */
    public int count() {
        return zeros() == BITS ? 0 : (int) Math.round(estimate());
    }

    /** The estimate of BEP 33, which sees half an address where there is none. */
    double estimate() {
        double c = Math.min(BITS - 1, Math.max(1, zeros()));
        return Math.log(c / BITS) / (HASHES * Math.log(1 - 1.0 / BITS));
    }

    private int zeros() {
        int zeros = BITS;
        for (byte each : filter) {
            zeros -= Integer.bitCount(each & 0xFF);
        }
        return zeros;
    }

    public byte[] toBytes() {
        return filter.clone();
    }

    private static byte[] hash(InetAddress address) {
        return InfoHash.v1Of(address.getAddress()).toBytes();
    }

    private static int index(byte[] hash, int at) {
        return ((hash[at] & 0xFF) | (hash[at + 1] & 0xFF) << 8) % BITS;
    }

    private void set(int bit) {
        filter[bit / 8] |= (byte) (1 << bit % 8);
    }

    private boolean isSet(int bit) {
        return (filter[bit / 8] & 1 << bit % 8) != 0;
    }
}
