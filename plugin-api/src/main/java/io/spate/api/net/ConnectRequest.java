package io.spate.api.net;

import io.spate.api.Loop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A server to reach by TCP.
 *
 * @param server resolved
 * @param loop where the link shall live: a torrent's
 * @param timeout after which the attempt fails, TLS included
 * @param tls empty for a connection in the clear
 */
public record ConnectRequest(InetSocketAddress server, Loop loop, Duration timeout, Optional<Tls> tls) {
    public ConnectRequest {
        if (server.isUnresolved()) {
            throw new IllegalArgumentException("server: " + server + " (expected: a resolved address)");
        }
    }

    /**
     * What is agreed on with the server before the first byte.
     *
     * @param host the name that the server is asked for, and that its certificate must have
     * @param validated whether the certificate must be one that this machine trusts; if not, any will do
     */
    public record Tls(String host, boolean validated) {}
}
