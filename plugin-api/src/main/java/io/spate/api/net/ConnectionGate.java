package io.spate.api.net;

import io.spate.api.PeerAddress;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Says who may connect to us and whom we may dial: bans, block lists, country filters. All gates are asked in the order
 * in which they were loaded, the kernel's first; the first that refuses decides.
 */
public interface ConnectionGate extends ExtensionPoint {
    /** Unique among loaded gates, lower case; it appears in alerts. */
    String name();

    /**
     * Called for each attempt, on any loop; must not block and must be safe for threads. A gate that fails is skipped.
     *
     * @param incoming whether they dialled us
     * @return why not, for people; empty lets the peer through
     */
    Optional<String> refuses(PeerAddress peer, boolean incoming);
}
