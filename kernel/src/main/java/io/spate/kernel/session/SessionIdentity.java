package io.spate.kernel.session;

import io.spate.api.PeerId;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How the session is known to others.
 *
 * @param listen where peers shall be accepted; port 0 for a free one
 */
record SessionIdentity(PeerId peerId, String userAgent, List<InetSocketAddress> listen) {}
