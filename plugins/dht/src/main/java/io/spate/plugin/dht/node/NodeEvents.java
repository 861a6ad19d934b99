package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.time.Duration;

/** What a node tells of itself. Called from within its methods. */
public interface NodeEvents {
    /** The first search for its own place has ended. @param nodes in the routing table, 1 or more */
    void onBootstrapped(int nodes);

    /** It has another id, since others see it at another address (BEP 42). */
    void onIdChanged(InetAddress externalAddress, NodeId id);

    /** A source is not listened to for a while. */
    void onBlocked(InetAddress source, Duration blockedFor);
}
