package io.spate.kernel.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The eight reserved bytes of a handshake (BEP 3, 4). Bits that nobody knows are kept and mean nothing.
 *
 * @param value the bytes as one number, the first byte highest
 */
public record ReservedBits(long value) {
    public static final ReservedBits NONE = new ReservedBits(0);

    public static ReservedBits of(ReservedBit... bits) {
        return Arrays.stream(bits).reduce(NONE, ReservedBits::with, (a, b) -> new ReservedBits(a.value | b.value));
    }

    public boolean has(ReservedBit bit) {
        return (value & bit.mask) != 0;
    }

    public ReservedBits with(ReservedBit bit) {
        return new ReservedBits(value | bit.mask);
    }

    public ReservedBits without(ReservedBit bit) {
        return new ReservedBits(value & ~bit.mask);
    }

    /** The known bits by name. */
    @Override
    public String toString() {
        return Arrays.stream(ReservedBit.values())
                .filter(this::has)
                .map(ReservedBit::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
