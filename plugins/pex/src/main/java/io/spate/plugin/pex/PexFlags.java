package io.spate.plugin.pex;

import io.spate.api.peer.PeerTrait;
import java.util.EnumSet;
import java.util.Set;

/** The byte that goes with each added peer (BEP 11). */
final class PexFlags {
    private PexFlags() {}

    /** Bits that no BEP defines are passed over. */
    static Set<PeerTrait> toTraits(int flags) {
        Set<PeerTrait> traits = EnumSet.noneOf(PeerTrait.class);
        for (PeerTrait trait : PeerTrait.values()) {
            if ((flags & bit(trait)) != 0) {
                traits.add(trait);
            }
        }
        return traits;
    }

    static int of(Set<PeerTrait> traits) {
        return traits.stream().mapToInt(PexFlags::bit).reduce(0, (one, other) -> one | other);
    }

    private static int bit(PeerTrait trait) {
        return switch (trait) {
            case PREFERS_ENCRYPTION -> 0x01;
            case UPLOAD_ONLY -> 0x02;
            case UTP -> 0x04;
            case HOLEPUNCH -> 0x08;
            case REACHABLE -> 0x10;
        };
    }
}
