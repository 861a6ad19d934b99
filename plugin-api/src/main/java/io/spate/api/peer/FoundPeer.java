package io.spate.api.peer;

import io.spate.api.PeerAddress;
import java.util.Set;

/**
 * A peer that a source found.
 *
 * @param address where it may be reached
 * @param traits what the source heard of it
 */
public record FoundPeer(PeerAddress address, Set<PeerTrait> traits) {
    public FoundPeer {
        traits = Set.copyOf(traits);
    }

    /** A peer of which nothing is known but the address. */
    public static FoundPeer at(PeerAddress address) {
        return new FoundPeer(address, Set.of());
    }
}
