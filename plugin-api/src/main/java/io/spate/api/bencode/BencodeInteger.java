package io.spate.api.bencode;

import java.math.BigInteger;
import java.util.OptionalLong;

/** An integer. BEP 3 sets no limit: those beyond 64 bits are kept as they are, and never wrap. */
public final class BencodeInteger implements BencodeValue {
    private static final BencodeInteger ZERO = new BencodeInteger(0, null);
    private static final BencodeInteger ONE = new BencodeInteger(1, null);

    private final long value;
    private final BigInteger big; // null while the value fits into 64 bits, which is nearly always

    private BencodeInteger(long value, BigInteger big) {
        this.value = value;
        this.big = big;
    }

    public static BencodeInteger of(long value) {
        return value == 0 ? ZERO : value == 1 ? ONE : new BencodeInteger(value, null);
    }

    public static BencodeInteger of(BigInteger value) {
        return value.bitLength() < 64 ? of(value.longValue()) : new BencodeInteger(0, value);
    }

    /** The value, or empty if it is beyond 64 bits. */
    public OptionalLong value() {
        return big == null ? OptionalLong.of(value) : OptionalLong.empty();
    }

    public BigInteger bigValue() {
        return big == null ? BigInteger.valueOf(value) : big;
    }

    public boolean isZero() {
        return big == null && value == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BencodeInteger integer
                && value == integer.value
                && (big == null ? integer.big == null : big.equals(integer.big));
    }

    @Override
    public int hashCode() {
        return big == null ? Long.hashCode(value) : big.hashCode();
    }

    @Override
    public String toString() {
        return big == null ? Long.toString(value) : big.toString();
    }
}
