package io.spate.kernel.session;

import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;

/** The sockets that a session has besides those of its transports. */
public interface SessionSockets {
    /** Opens a UDP socket at each address that peers are accepted at. */
    Future<Void> open(List<InetSocketAddress> addresses);

    Future<Void> close();
}
