package io.spate.kernel.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The known bits of the eight reserved bytes of the handshake (BEP 4, and practice). */
public enum ReservedBit {
    /** Azureus messaging protocol; known so that its peers can be told, never claimed. */
    AZUREUS_MESSAGING(0, 0x80),
    /** BitTorrent location-aware protocol; never claimed. */
    LOCATION_AWARE(2, 0x08),
    /** Extension protocol (BEP 10). */
    EXTENSION_PROTOCOL(5, 0x10),
    /** DHT (BEP 5). */
    DHT(7, 0x01),
    /** The peer exchange of XBT, obsolete. */
    XBT_PEER_EXCHANGE(7, 0x02),
    /** Fast extension (BEP 6). */
    FAST(7, 0x04),
    /** An old NAT traversal. */
    NAT_TRAVERSAL(7, 0x08),
    /** Connected by the version 1 hash, but version 2 is spoken, too (BEP 52). */
    V2_UPGRADE(7, 0x10);

    final long mask;

    ReservedBit(int index, int bit) {
        this.mask = (long) bit << (56 - 8 * index);
    }

    /** The bit of this name: {@code fast}, {@code v2_upgrade}. */
    public static Optional<ReservedBit> named(String name) {
        return Arrays.stream(values())
                .filter(bit -> bit.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
