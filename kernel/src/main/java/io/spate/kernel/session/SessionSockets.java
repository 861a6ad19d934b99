package io.spate.kernel.session;

import io.vertx.core.Future;
import java.net.InetSocketAddress;

/** The sockets that a session has besides those of its transports. */
public interface SessionSockets {
    /**
     * Opens a UDP socket at an address that peers are accepted at.
     *
     * @return the address bound to, with the port in place of 0
     */
    Future<InetSocketAddress> open(InetSocketAddress address);

    Future<Void> close();
}
