package io.spate.api.net;

import io.spate.api.PeerAddress;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.pf4j.ExtensionPoint;

/**
 * Makes and accepts links to peers: TCP in the kernel, uTP and others in plugins. One instance serves the session. Which
 * transports are used, and in what order a peer is tried by them, says {@code spate.transports}.
 */
public interface PeerTransport extends ExtensionPoint {
    /** Unique among loaded transports, lower case, stable across versions: it appears in settings and in alerts. */
    String name();

    /** Whether it understands the scheme of the address. Called on any thread; must not block. */
    boolean canDial(PeerAddress address);

    /**
     * Accepts links at an address, besides those it accepts at already. The kernel opens TCP first, then the
     * UDP socket of {@link DatagramService} at the same address, and then the others; without TCP, UDP decides the port. Called when the session starts and when the settings change.
     *
     * @param accepted gets each link on the link's own loop, paused and without a receiver; the kernel owns it from then on
     * @return the address bound to, with the port in place of 0; fails with a message for people if it cannot be had
     */
    Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted);

    /**
     * Opens a link. Called on the loop of {@link DialRequest#loop}, where the future completes and the link lives.
     * Fails, with a message for people, when the time is up or nobody answers; the kernel decides whether to try again.
     */
    Future<PeerLink> dial(DialRequest request);

    /** Stops accepting and dialling; open links live on until the kernel closes them. */
    Future<Void> stopListening();
}
